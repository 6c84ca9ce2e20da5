import fc from 'fast-check'
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
import type { View } from '../../src/engine/windows/source.ts'
import { PlaceTakenError, WindowWordsError } from '../../src/index.ts'
import { cases } from './cases.ts'
import { tables } from './engine.ts'
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
/** In which the leaves of one number count, and no others. */
const only = (leaf: number): View => ({ standingOf: ({ leafIndex }) => (leafIndex === leaf ? 'Eligible' : 'None') })
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

const create = (windowWords = 4) =>
  createIndexTable(server.pool, { schema: nextSchema(), windowWords, key, partitions: 3 })

describe('the window index in PostgreSQL', () => {
  test('behavior: credits and owners are those of memory, the plain library and the oracle', async () => {
    const several = fc
      .array(cases, { minLength: 12, maxLength: 24 })
      .map((drawn) => drawn.filter(({ windowWords }) => windowWords === drawn[0]!.windowWords))
    const options = fc.record({ workers: fc.integer({ min: 1, max: 3 }), batchBytes: fc.constantFrom(1, 60, 2 ** 20) })
    await fc.assert(
      fc.asyncProperty(several, options, (drawn, how) => checkCases(tables, server, drawn, how)),
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

  test('behavior: a redone job writes the same, and one that is lost is done all the same', async () => {
    const contributions = corpus(12, 20)
    const index = await create()
    await index.append(contributions, { batchBytes: 200 })
    const jobs = `"${index.schema}_queue".job`
    const queued = await server.pool.query(`SELECT id, name FROM ${jobs}`)
    expect(queued.rows.length).toBeGreaterThan(3)
    await server.pool.query(`DELETE FROM ${jobs} WHERE id = $1`, [queued.rows[0].id])
    expect(await index.work()).toBe(12)
    const before = await contentsOf(server.pool, index.schema)
    for (const { id, name } of queued.rows) {
      await server.pool.query(`INSERT INTO ${jobs} (id, name) VALUES ($1, $2)`, [id, name])
    }
    expect(await index.work()).toBe(0)
    expect(await contentsOf(server.pool, index.schema)).toEqual(before)
    expect(before.jobs).toEqual([])
    await index.append(contributions)
    expect(await index.waiting()).toBe(0)
  })

  test('behavior: collisions of hashes change nothing', async () => {
    const contributions = corpus(30, 30)
    const weak = { ...key, bits: 1 }
    const { pool } = server
    const index = await createIndexTable(pool, { schema: nextSchema(), windowWords: 4, key: weak, partitions: 2 })
    await index.append(contributions)
    await index.work()
    const { rows } = await pool.query(`SELECT count(DISTINCT hash)::int AS hashes FROM "${index.schema}".windows`)
    expect(rows).toEqual([{ hashes: 2 }])
    const memory = inMemory([await buildSegment(contributions, { windowWords: 4, key })])
    // The earliest three of four count for nothing, so that a window has many candidates before its own.
    const view = only(3)
    for (const { text } of corpus(5, 40)) {
      expect(await attribute(index, text, view)).toEqual(await attribute(memory, text, view))
    }
  })

  test('behavior: what is stored is there at once, and refused an answer until it is indexed', async () => {
    const [first, second] = corpus(2, 10) as [IndexedContribution, IndexedContribution]
    const index = await create()
    await index.append([second])
    await index.work()
    await index.append([first])
    expect(await index.textOf(first)).toEqual(first.text)
    expect(await index.textOf({ submissionId: 2n ** 63n, leafIndex: 0 })).toBeUndefined()
    expect(await index.textOf({ submissionId: 9n, leafIndex: 0 })).toBeUndefined()
    await expect(index.earliest(second.text, all)).rejects.toThrow(IndexUnfinishedError)
    const without = only(1)
    expect((await attribute(index, second.text, without)).map(({ leafIndex }) => leafIndex)).toEqual([second.leafIndex])
    expect((await attribute(index, second.text, without)).length).toBe(1)
    expect(await index.work()).toBe(1)
    expect(await attribute(index, first.text, all)).toMatchObject([{ leafIndex: first.leafIndex }])
  })

  test('behavior: work that is cancelled leaves what it had begun to the next', async () => {
    const contributions = corpus(20, 20)
    const index = await create()
    const stopping = new AbortController()
    const steps: string[] = []
    await index.append(contributions, { batchBytes: 400, onProgress: ({ phase }) => steps.push(phase) })
    expect(new Set(steps)).toEqual(new Set(['store']))
    const work = index.work({
      signal: stopping.signal,
      onProgress: ({ phase }) => phase === 'write' && stopping.abort(new Error('enough')),
    })
    await expect(work).rejects.toThrow('enough')
    const rows = await server.pool.query(`SELECT count(*)::int AS count FROM "${index.schema}".windows`)
    expect(rows.rows).toEqual([{ count: 0 }])
    expect(await index.waiting()).toBe(20)
    await expect(index.append(corpus(1, 5), { signal: AbortSignal.abort() })).rejects.toThrow('aborted')
    const done: number[] = []
    await workInProcesses(index, { url: server.url, processes: 1, onProgress: (progress) => done.push(progress.done) })
    expect(done.at(-1)).toBe(20)
    await expect(index.earliest(contributions[0]!.text, all, { signal: AbortSignal.abort() })).rejects.toThrow(
      'aborted',
    )
    const whole = await create()
    await whole.append(contributions)
    await whole.work()
    expect(await contentsOf(server.pool, index.schema)).toEqual(await contentsOf(server.pool, whole.schema))
  })

  test('error: a place that another contribution has', async () => {
    const [first] = corpus(1, 8) as [IndexedContribution]
    const index = await create()
    await index.append([first])
    await index.append([{ ...first, contributor: first.contributor.toUpperCase().replace('X', 'x') as `0x${string}` }])
    const other = { ...first, contributor: numberToHex(9, { size: 20 }) }
    await expect(index.append([other])).rejects.toThrow(PlaceTakenError)
    await expect(index.append([{ ...first, text: utf8.encode('other') }])).rejects.toThrow(PlaceTakenError)
    expect(await index.textOf(first)).toEqual(first.text)
    expect(await index.waiting()).toBe(1)
  })

  test('error: what cannot be created or opened', async () => {
    const { pool } = server
    const index = await create()
    const options = { schema: index.schema, windowWords: 4 }
    await expect(createIndexTable(pool, options)).rejects.toThrow(SchemaTakenError)
    await expect(createIndexTable(pool, { ...options, schema: 'a"; --' })).rejects.toThrow(SchemaNameError)
    await expect(createIndexTable(pool, { schema: nextSchema(), windowWords: 5 })).rejects.toThrow(WindowWordsError)
    const none = { schema: nextSchema(), windowWords: 4, partitions: 0 }
    await expect(createIndexTable(pool, none)).rejects.toThrow(PartitionsError)
    await expect(openIndexTable(pool, { schema: 'nothing' })).rejects.toThrow(NoTableIndexError)
    await pool.query(`UPDATE "${index.schema}".kind SET format = 'newer'`)
    await expect(openIndexTable(pool, index)).rejects.toThrow(TableFormatError)
  })

  test('error: workers that all end', async () => {
    const index = await create()
    await index.append(corpus(3, 8))
    const url = server.url.replace('postgres@', 'nobody@')
    await expect(workInProcesses(index, { url, processes: 1 })).rejects.toThrow(WorkersEndedError)
    expect(await index.waiting()).toBe(3)
  })
})
