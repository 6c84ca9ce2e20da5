import { rmSync } from 'node:fs'
import fc from 'fast-check'
import { WINDOW_WORDS } from '../../src/attribution/windowIndex.ts'
import { createPool } from '../../src/engine/windows/pool.ts'
import { type Case, cases } from './cases.ts'
import { crashAt, prepareIndex } from './crashes.ts'
import { engine, tables } from './engine.ts'
import { checkCase } from './property.ts'
import { scratchFolder } from './scratch.ts'
import { checks } from './tableChecks.ts'
import { checkCases, type Server } from './tables.ts'

/** Cases that are checked before the state is kept. */
export const CHUNK = 400
/** Every case is built by worker threads and stands in files and in PostgreSQL; as many workers at once as this at most. */
const MOST_WORKERS = 4
/** Of so many chunks the tables of one are filled by processes; those of the others by connections of this process. */
const OF_PROCESSES = 10
/** Bytes of text in a batch of the queue. */
const BATCH_BYTES = [1, 60, 2 ** 20]

export type Failure = { what: string; message: string }

/** Checks a chunk of random cases, which follow from the seed. */
export async function runChunk(server: Server, seed: number, chunk: number) {
  const main = createPool(0)
  const count = 1 + (chunk % MOST_WORKERS)
  const workers = createPool(count)
  const folder = scratchFolder()
  const failures: Failure[] = []
  try {
    const drawn = new Set<Case>()
    const property = fc.asyncProperty(cases, (each) => {
      drawn.add(each)
      return checkCase(engine, each, { main, workers, folder })
    })
    const found = await fc.check(property, { seed: (Math.imul(seed, 1_000_003) + chunk) | 0, numRuns: CHUNK })
    if (found.failed) failures.push({ what: `chunk ${chunk}`, message: fc.defaultReportMessage(found) ?? '' })
    const how = {
      workers: count,
      batchBytes: BATCH_BYTES[chunk % BATCH_BYTES.length]!,
      inProcesses: chunk % OF_PROCESSES === 0,
    }
    const outcome = { inTables: 0, byProcesses: 0, tables: 0, failures }
    for (const windowWords of WINDOW_WORDS) {
      const some = [...drawn].filter((each) => each.windowWords === windowWords)
      if (some.length === 0) continue
      await checkCases(tables, server, some, how).catch((error: unknown) => {
        failures.push({ what: `chunk ${chunk} in tables, windows of ${windowWords}`, message: String(error) })
      })
      outcome.inTables += some.length
      outcome.tables++
      if (how.inProcesses) outcome.byProcesses += some.length
    }
    return outcome
  } finally {
    await workers.close()
    rmSync(folder, { recursive: true })
  }
}

/** Loses the connection at each statement of a work in PostgreSQL, one after the other. @returns how many there are */
export async function runLosses(server: Server) {
  const failures: Failure[] = []
  const statements = await checks['connections lost'](tables, server, { oneIn: 1 }).catch((error: unknown) => {
    failures.push({ what: 'connections lost', message: String(error) })
    return 0
  })
  return { statements, failures }
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
