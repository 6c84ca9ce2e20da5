import { setImmediate } from 'node:timers/promises'

/** How far something long has come: `done` of `total`, of what `phase` names. */
export type Progress = { phase: string; done: number; total: number }

/** What everything long takes. */
export type LongOptions = {
  /** Ends the work with the signal's reason. */
  signal?: AbortSignal
  onProgress?: (progress: Progress) => void
}

/** Work that pauses by itself every few milliseconds. */
export type Steps<Result> = Generator<Progress, Result>

/** Does the work in one go, for what takes a moment. */
export function runAtOnce<Result>(steps: Steps<Result>): Result {
  let step = steps.next()
  while (!step.done) step = steps.next()
  return step.value
}

/** Does the work and lets others work at each pause. */
export async function runInSteps<Result>(
  steps: Steps<Result>,
  { signal, onProgress }: LongOptions = {},
): Promise<Result> {
  signal?.throwIfAborted()
  let step = steps.next()
  while (!step.done) {
    onProgress?.(step.value)
    await setImmediate()
    signal?.throwIfAborted()
    step = steps.next()
  }
  return step.value
}
