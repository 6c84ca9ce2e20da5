import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createRandom } from '../../../script/bench/engine/words.ts'
import { attribute } from '../../src/engine/attribute.ts'
import {
  ConnectionLostError,
  createIndexTable,
  DatabaseUnreachableError,
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
import { WindowWordsError } from '../../src/index.ts'
import { cases } from './cases.ts'
import { tables } from './engine.ts'
import { workAndKill } from './killing.ts'
import { all, checks, corpus, create as createTable, expectIndexed, key, loses } from './tableChecks.ts'
import { checkCases, contentsOf, nextSchema, poolOf, type Server, startServer } from './tables.ts'

let server: Server
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())

const numRuns = Number(process.env.TABLE_RUNS ?? 6)
const random = createRandom(7)
const create = () => createTable(tables, server)

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

  test.each(Object.entries(checks))('behavior: %s', async (_, check) => {
    await check(tables, server)
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

  test('error: a server that fails while a batch is written, until it stands again', async () => {
    const contributions = corpus(40, 40)
    const [{ text }] = contributions as [IndexedContribution]
    const index = await create()
    await index.append(contributions, { batchBytes: 600 })
    let batches = 0
    const pool = poolOf(server, (statement) => {
      if (statement.startsWith('INSERT INTO') && ++batches === 3) return server.halt()
    })
    const working = await openIndexTable(pool, index)
    const sentence =
      /^PostgreSQL cannot be reached \(connect ECONNREFUSED .*\): see that its server runs and that .*\.$/
    await expect(working.work()).rejects.toThrow(sentence)
    for (const call of [
      () => index.work(),
      () => index.waiting(),
      () => index.append(contributions),
      () => index.earliest(text, all),
      () => index.textOf(contributions[0]!),
      () => openIndexTable(server.pool, index),
      () => createIndexTable(server.pool, { schema: nextSchema(), windowWords: 4 }),
      () => workInProcesses(index, { url: server.url, processes: 1 }),
    ]) {
      await expect(call()).rejects.toThrow(DatabaseUnreachableError)
    }
    await server.resume()
    expect(await index.waiting()).toBeGreaterThan(0)
    await working.work()
    await pool.end()
    await expectIndexed(server, index, contributions)
    const memory = inMemory([await buildSegment(contributions, { windowWords: 4, key })])
    expect(await attribute(index, text, all)).toEqual(await attribute(memory, text, all))
  })

  test('error: a connection that is lost each time', async () => {
    const index = await create()
    let tries = 0
    const pool = poolOf(server, (text, client) => {
      if (!text.includes('CROSS JOIN')) return
      tries++
      return loses(server)(text, client)
    })
    const losing = await openIndexTable(pool, index)
    await expect(losing.earliest(corpus(1, 8)[0]!.text, all)).rejects.toThrow(ConnectionLostError)
    expect(tries).toBe(10)
    await pool.end()
  })
})
