import { setTimeout as delay } from 'node:timers/promises'
import { type LoaderParameters, loadContent } from './loader.ts'

/** Milliseconds between two looks at tables that named nothing new. */
const PAUSE = 200

/** Milliseconds after a failure of the database. */
const PAUSE_AFTER_FAILURE = 2_000

/**
 * Loads content for as long as `signal` lets it. It goes by its own clock, so that what arrives late appears on a quiet
 * chain too, and outlives failures of the database, which `report` is told.
 */
export async function followContent(
  parameters: LoaderParameters,
  { signal, report }: { signal: AbortSignal; report: (failure: unknown) => void },
): Promise<void> {
  while (!signal.aborted) {
    const pause = await round(parameters, (failure) => {
      if (!signal.aborted) report(failure)
    })
    await delay(pause, undefined, { signal, ref: false }).catch(() => {})
  }
}

/** @returns milliseconds to wait */
async function round(parameters: LoaderParameters, report: (failure: unknown) => void): Promise<number> {
  try {
    return (await loadContent(parameters)) > 0 ? 0 : PAUSE
  } catch (failure) {
    report(failure)
    return PAUSE_AFTER_FAILURE
  }
}
