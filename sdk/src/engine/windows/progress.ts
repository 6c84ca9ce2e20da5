/** How far something long has come. */
export type Progress = { phase: string; done: number; total: number }

/** What everything long takes. */
export type LongOptions = {
  /** Ends it early: it then throws the signal's reason, and leaves nothing half done. */
  signal?: AbortSignal
  onProgress?: (progress: Progress) => void
}

/** Tells how far a phase is, lets other work of the process have its turn, and throws when the signal says so. */
export async function step(options: LongOptions, progress: Progress): Promise<void> {
  options.onProgress?.(progress)
  await new Promise((resolve) => setImmediate(resolve))
  options.signal?.throwIfAborted()
}
