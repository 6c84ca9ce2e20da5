/** Aborts when the process is told to end: at Ctrl-C, or by SIGTERM. */
export function stopSignal(): AbortSignal {
  const controller = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => controller.abort())
  return controller.signal
}

/** Waits until the process is told to end. */
export function untilStopped(): Promise<void> {
  const signal = stopSignal()
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve()))
}
