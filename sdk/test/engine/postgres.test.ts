import fc from 'fast-check'
import pg from 'pg'
import { numberToHex } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createRandom } from '../../../script/bench/engine/words.ts'
import { attribute } from '../../src/engine/attribute.ts'
import {
  createIndexTable,
  IndexUnfinishedError,
  NoTableIndexError,
  openIndexTable,
  PartitionsError,
  SchemaNameError,
  SchemaTakenError,
  TableFormatError,
  WorkersEndedError,
  workInProcesses,
} from '../../src/engine/postgres/index.ts'
import { buildSegment } from '../../src/engine/windows/build.ts'
import { inMemory } from '../../src/engine/windows/memory.ts'
import type { IndexedContribution } from '../../src/engine/windows/segment.ts'
import { PlaceTakenError, WindowWordsError } from '../../src/index.ts'
import { cases } from './cases.ts'
import { workAndKill } from './killing.ts'
import { checkCases, contentsOf, nextSchema, type Server, startServer } from './tables.ts'

let server: Server
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())

const numRuns = Number(process.env.TABLE_RUNS ?? 6)
const random = createRandom(7)
const key = { seed: new Uint8Array(16).fill(5), bits: 32 }
const all = { standingOf: () => 'Eligible' as const }
const utf8 = new TextEncoder()

/** Contributions of few different words, so that they have windows in common. */
function corpus(count: number, words: number): IndexedContribution[] {
  return Array.from({ length: count }, (_, i) => ({
    submissionId: BigInt(1 + (i >> 2)),
    leafIndex: i & 3,
    contributor: numberToHex(1 + i, { size: 20 }),
    text: utf8.encode(Array.from({ length: words }, () => `w${random() % 4}`).join(' ')),
  }))
}

const create = (windowWords = 4) => createIndexTable(server.pool, { schema: nextSchema(), windowWords, key, partitions: 3 })

describe('the window index in PostgreSQL', () => {
  test('behavior: credits and owners are those of memory, the plain library and the oracle', async () => {
    const several = fc
      .array(cases, { minLength: 12, maxLength: 24 })
      .map((drawn) => drawn.filter(({ windowWords }) => windowWords === drawn[0]!.windowWords))
    const options = fc.record({ workers: fc.integer({ min: 1, max: 3 }), batchBytes: fc.constantFrom(1, 60, 2 ** 20) })
    await fc.assert(
      fc.asyncProperty(several, options, (drawn, how) => checkCases(server, drawn, how)),
      { numRuns },
    )
  })

  test('behavior: killed workers lose nothing and double nothing', async () => {
    const contributions = corpus(240, 60)
    const whole = await create()
    await whole.append(contributions)
    await whole.work()
    const killed = await create()
    await killed.append(contributions, { batchBytes: 1_500 })
    const kills = Number(process.env.TABLE_KILLS ?? 5)
    const outcome = await workAndKill(killed, server.url, { random, processes: 2, kills, oneIn: 5 })
    expect(outcome.killed).toBe(kills)
    const [expected, actual] = await Promise.all([whole, killed].map(({ schema }) => contentsOf(server.pool, schema)))
    expect(expected!.windows.length).toBeGreaterThan(10_000)
    expect(actual).toEqual(expected)
    expect(actual).toMatchObject({ waiting: [], jobs: [] })
  })
})
