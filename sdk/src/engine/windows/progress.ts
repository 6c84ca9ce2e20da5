import { setImmediate } from 'node:timers/promises'
import type { LongOptions, Progress } from '../hashing/steps.ts'

export type { LongOptions, Progress }

/** Tells how far something is, lets other work of the process have its turn, and throws when the signal says so. */
export async function step({ signal, onProgress }: LongOptions, progress: Progress): Promise<void> {
  onProgress?.(progress)
  await setImmediate()
  signal?.throwIfAborted()
}
