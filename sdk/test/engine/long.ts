import { rmSync } from 'node:fs'
import fc from 'fast-check'
import { createPool } from '../../src/engine/windows/pool.ts'
import { cases } from './cases.ts'
import { crashAt, prepareIndex } from './crashes.ts'
import { engine } from './engine.ts'
import { checkCase } from './property.ts'
import { scratchFolder } from './scratch.ts'

/** Cases that are checked before the state is kept. */
export const CHUNK = 100
/** Of so many chunks one is built by worker threads, and one stands in files besides. */
const OF_WORKERS = 5
const OF_FILES = 10

export type Failure = { what: string; message: string }

/** Checks a chunk of random cases, which follow from the seed. */
export async function runChunk(seed: number, chunk: number) {
  const main = createPool(0)
  const workers = chunk % OF_WORKERS === 0 ? createPool(2) : undefined
  const folder = chunk % OF_FILES === 1 ? scratchFolder() : undefined
  try {
    const property = fc.asyncProperty(cases, (drawn) => checkCase(engine, drawn, { main, workers, folder }))
    const found = await fc.check(property, { seed: (Math.imul(seed, 1_000_003) + chunk) | 0, numRuns: CHUNK })
    const failures: Failure[] = found.failed
      ? [{ what: `chunk ${chunk}`, message: fc.defaultReportMessage(found) ?? '' }]
      : []
    return { byWorkers: workers ? CHUNK : 0, inFiles: folder ? CHUNK : 0, failures }
  } finally {
    await workers?.close()
    if (folder) rmSync(folder, { recursive: true })
  }
}

/** Kills a process at writes [from, to) of its work, one after the other. @returns how many writes there are */
export async function runCrashes(from: number, to: number) {
  const prepared = await prepareIndex()
  const failures: Failure[] = []
  try {
    const writes = (await crashAt(prepared, undefined))!
    for (let write = from; write < Math.min(to, writes); write++) {
      try {
        await crashAt(prepared, write)
      } catch (error) {
        failures.push({ what: `killed at write ${write}`, message: String(error) })
      }
    }
    return { writes, failures }
  } finally {
    rmSync(prepared, { recursive: true })
  }
}
