// What the index in PostgreSQL promises about work that is shared, interrupted and done again. Each check throws where an
// engine breaks its promise: the tests run them against the index's own functions, and against faulty ones.
import fc from 'fast-check'
import { numberToHex } from 'viem'
import { expect } from 'vitest'
import { createRandom } from '../../../script/bench/engine/words.ts'
import type { IndexTable } from '../../src/engine/postgres/index.ts'
import { buildSegment } from '../../src/engine/windows/build.ts'
import { inMemory } from '../../src/engine/windows/memory.ts'
import type { IndexedContribution } from '../../src/engine/windows/segment.ts'
import type { View } from '../../src/engine/windows/source.ts'
import { type Case, cases } from './cases.ts'
import {
  type Before,
  checkCases,
  contentsOf,
  nextSchema,
  poolOf,
  rowsOf,
  type Server,
  type TableEngine,
} from './tables.ts'

const utf8 = new TextEncoder()
export const key = { seed: new Uint8Array(16).fill(5), bits: 32 }
export const all: View = { standingOf: () => 'Eligible' as const }
/** In which the leaves of one number count, and no others. */
export const only = (leaf: number): View => ({
  standingOf: ({ leafIndex }) => (leafIndex === leaf ? 'Eligible' : 'None'),
})

/** Contributions of few different words, so that they have windows in common. */
export function corpus(count: number, words: number): IndexedContribution[] {
  const random = createRandom(count)
  return Array.from({ length: count }, (_, i) => ({
    submissionId: BigInt(1 + (i >> 2)),
    leafIndex: i & 3,
    contributor: numberToHex(1 + i, { size: 20 }),
    text: utf8.encode(Array.from({ length: words }, () => `w${random() % 4}`).join(' ')),
  }))
}

export const create = (engine: TableEngine, { pool }: Server, bits = 32) =>
  engine.createIndexTable(pool, { schema: nextSchema(), windowWords: 4, key: { ...key, bits }, partitions: 3 })

/** All contributions are indexed, each once. */
export async function expectIndexed(
  { pool }: Server,
  { schema, ...options }: IndexTable,
  given: IndexedContribution[],
) {
  const contents = await contentsOf(pool, schema)
  expect(contents).toMatchObject({ waiting: [], jobs: [] })
  expect(contents.contributions.length).toBe(given.length)
  expect(contents.windows).toEqual(rowsOf(await buildSegment(given, options)))
}

/** The same index by connections that call `before` before each statement. */
async function hooked<Result>(
  engine: TableEngine,
  server: Server,
  { schema }: IndexTable,
  before: Before,
  use: (index: IndexTable) => Promise<Result>,
): Promise<Result> {
  const pool = poolOf(server, before)
  try {
    return await use(await engine.openIndexTable(pool, { schema }))
  } finally {
    await pool.end()
  }
}

/** Ends a connection from the server's side, as when its process is killed there. */
export const loses =
  ({ pool }: Server): Before =>
  async (_, client) => {
    const ended = new Promise((resolve) => client.once('end', resolve))
    await pool.query('SELECT pg_terminate_backend($1)', [client.processID])
    await ended
  }

/** Windows that others have but for the end of their last word, and support that begins where the output does. */
const withinWords: Case[] = [...'abcdefgh'].map((c) => {
  const texts = [`${c} x y za`, `${c} x y z`, `q ${c} x y z x y`]
  return {
    ...fc.sample(cases, { numRuns: 1, seed: 1 })[0]!,
    windowWords: 4,
    sources: texts.map((text, i) => ({
      submissionId: BigInt(i),
      leafIndex: 0,
      contributor: numberToHex(1 + i, { size: 20 }),
      text,
      bytes: utf8.encode(text),
    })),
    versions: [texts.map(() => 'Eligible')],
    output: `${c} x y z x y`,
    adding: texts.map((_, source) => ({ source, segment: source })),
  }
})

export const checks = {
  /** Owners, credits and rows are those of memory, the plain library and the oracle. */
  async agrees(engine: TableEngine, server: Server) {
    const drawn = fc.sample(cases, { numRuns: 50, seed: 1 }).filter(({ windowWords }) => windowWords === 4)
    for (const bits of [1, 32]) {
      const some = [...drawn, ...withinWords].map((each) => ({ ...each, hash: { ...drawn[0]!.hash, bits } }))
      await checkCases(engine, server, some, { workers: 2, batchBytes: 60 })
    }
  },

  /** What is stored can be given again; what another has a place of cannot. */
  async 'given again'(engine: TableEngine, server: Server) {
    const contributions = corpus(6, 8)
    const [first] = contributions as [IndexedContribution]
    const index = await create(engine, server)
    await index.append(contributions.slice(0, 3))
    await index.append(contributions)
    await index.append([{ ...first, contributor: first.contributor.toUpperCase().replace('X', 'x') as `0x${string}` }])
    const taken = { name: 'PlaceTakenError' }
    const other = { ...first, contributor: numberToHex(9, { size: 20 }) }
    await expect(index.append([other])).rejects.toMatchObject(taken)
    await expect(index.append([{ ...first, text: utf8.encode('other') }])).rejects.toMatchObject(taken)
    expect(await index.textOf(first)).toEqual(first.text)
    expect(await index.waiting()).toBe(6)
    await index.work()
    await expectIndexed(server, index, contributions)
  },

  /** What counts and is not indexed yet keeps an answer back. */
  async 'not indexed yet'(engine: TableEngine, server: Server) {
    const [first, second] = corpus(2, 10) as [IndexedContribution, IndexedContribution]
    const index = await create(engine, server)
    await index.append([second])
    await index.work()
    await index.append([first])
    expect(await index.textOf(first)).toEqual(first.text)
    expect(await index.textOf({ submissionId: 2n ** 63n, leafIndex: 0 })).toBeUndefined()
    expect(await index.textOf({ submissionId: 9n, leafIndex: 0 })).toBeUndefined()
    // Once before and once after another version was asked for.
    for (let i = 0; i < 2; i++) {
      await expect(index.earliest(second.text, all)).rejects.toMatchObject({ name: 'IndexUnfinishedError' })
      const credits = await engine.attribute(index, second.text, only(1))
      expect(credits.map(({ leafIndex }) => leafIndex)).toEqual([second.leafIndex])
    }
    expect(await index.work()).toBe(1)
    expect(await engine.attribute(index, first.text, all)).toMatchObject([{ leafIndex: first.leafIndex }])
  },

  /** A batch that one worker has is no other's until its transaction ends; and nobody is done while one has it. */
  async 'one at a time'(engine: TableEngine, server: Server) {
    const contributions = corpus(12, 20)
    // A worker has the only batch, which it took from the queue, or which the queue had lost and gives out once more.
    for (const isQueued of [true, false]) {
      const index = await create(engine, server)
      await index.append(contributions)
      const jobs = `"${index.schema}_queue".job`
      const { rows } = await server.pool.query(`SELECT id, name FROM ${jobs}`)
      expect(rows.length).toBe(1)
      if (!isQueued) await server.pool.query(`DELETE FROM ${jobs}`)
      let other: Promise<number> | undefined
      let hasWritten = false
      const meet: Before = async (text) => {
        hasWritten ||= text.includes('.windows (')
        if (text !== 'COMMIT' || !hasWritten || other) return
        if (!isQueued)
          await server.pool.query(`INSERT INTO ${jobs} (id, name) VALUES ($1, $2)`, [rows[0].id, rows[0].name])
        let isOver = false
        const over = () => {
          isOver = true
        }
        other = index.work()
        other.then(over, over)
        const waits = `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock'`
        while (!isOver && (await server.pool.query(waits)).rows.length === 0);
        expect(isOver).toBe(false)
      }
      expect(await hooked(engine, server, index, meet, (hooked) => hooked.work())).toBe(12)
      expect(await other).toBe(0)
      await expectIndexed(server, index, contributions)
    }
  },

  /** Collisions of hashes, and many contributions that do not count before one that does, change nothing. */
  async 'many candidates'(engine: TableEngine, server: Server) {
    const contributions = corpus(60, 200)
    const index = await create(engine, server, 4)
    await index.append(contributions)
    await index.work()
    const { rows } = await server.pool.query(`SELECT DISTINCT hash FROM "${index.schema}".windows`)
    expect(rows.length).toBe(16)
    const memory = inMemory([await buildSegment(contributions, { windowWords: 4, key })])
    const late: View = { standingOf: ({ submissionId }) => (submissionId > 13n ? 'Eligible' : 'None') }
    for (const { text } of corpus(2, 40)) {
      for (const view of [only(3), late]) {
        expect(await engine.attribute(index, text, view)).toEqual(await engine.attribute(memory, text, view))
      }
    }
  },

  /** Jobs that come twice, or are lost, change nothing. */
  async 'jobs that come again'(engine: TableEngine, server: Server) {
    const contributions = corpus(12, 20)
    const index = await create(engine, server)
    await index.append(contributions, { batchBytes: 200 })
    const jobs = `"${index.schema}_queue".job`
    const queued = await server.pool.query(`SELECT id, name FROM ${jobs}`)
    expect(queued.rows.length).toBeGreaterThan(3)
    await server.pool.query(`DELETE FROM ${jobs} WHERE id = $1`, [queued.rows[0].id])
    expect(await index.work()).toBe(12)
    for (const { id, name } of queued.rows) {
      await server.pool.query(`INSERT INTO ${jobs} (id, name) VALUES ($1, $2)`, [id, name])
    }
    expect(await index.work()).toBe(0)
    await expectIndexed(server, index, contributions)
  },

  /**
   * At whichever statement the connection is lost, all is done once, on another connection.
   * @returns how many statements there are
   */
  async 'connections lost'(engine: TableEngine, server: Server, { oneIn } = { oneIn: 4 }) {
    const contributions = corpus(4, 12)
    const last = contributions.at(-1)!
    const memory = inMemory([await buildSegment(contributions, { windowWords: 4, key })])
    const lose = loses(server)
    let statements = 0
    for (let at = 0; at === 0 || at < statements; at += oneIn) {
      const index = await create(engine, server)
      let seen = 0
      const before: Before = (text, client) => (seen++ === at ? lose(text, client) : undefined)
      await hooked(engine, server, index, before, async (hooked) => {
        await hooked.append(contributions)
        await hooked.work()
        expect(await engine.attribute(hooked, last.text, all)).toEqual(await engine.attribute(memory, last.text, all))
        expect(await hooked.textOf(last)).toEqual(last.text)
      })
      await expectIndexed(server, index, contributions)
      // Those that follow the loss are done again besides.
      if (at === 0) statements = seen - 1
    }
    expect(statements).toBeGreaterThan(25)
    return statements
  },

  /** Where the database asks for it a transaction is begun again, but not for ever. */
  async 'transactions that must be begun again'(engine: TableEngine, server: Server) {
    const contributions = corpus(4, 12)
    const failsAs = (code: string) => `DO $$ BEGIN RAISE EXCEPTION 'for a test' USING ERRCODE = '${code}'; END $$`
    for (const code of ['40001', '40P01']) {
      const index = await create(engine, server)
      await index.append(contributions)
      let left = 9
      const fail: Before = async (text, client) => {
        if (text !== 'COMMIT' || left-- <= 0) return
        await client.query(failsAs(code))
      }
      expect(await hooked(engine, server, index, fail, (hooked) => hooked.work())).toBe(4)
      await expectIndexed(server, index, contributions)
      await index.append(corpus(5, 12).slice(4))
      left = 10
      await expect(hooked(engine, server, index, fail, (hooked) => hooked.work())).rejects.toMatchObject({ code })
      expect(await index.waiting()).toBe(1)
    }
  },

  /** An answer is of one moment, whatever is indexed while it is sought. */
  async 'one moment'(engine: TableEngine, server: Server) {
    const text = utf8.encode(Array.from({ length: 4_200 }, (_, i) => `w${i}`).join(' '))
    const [first, second] = corpus(2, 8).map((each) => ({ ...each, text })) as [
      IndexedContribution,
      IndexedContribution,
    ]
    const index = await create(engine, server)
    await index.append([second])
    await index.work()
    let searches = 0
    const before: Before = async (statement) => {
      if (!statement.includes('CROSS JOIN') || ++searches !== 2) return
      await index.append([first])
      await index.work()
    }
    const found = await hooked(engine, server, index, before, (hooked) => hooked.earliest(text, all))
    expect(searches).toBe(2)
    expect(found.contributions.map(({ leafIndex }) => leafIndex)).toEqual([second.leafIndex])
    const then = await index.earliest(text, all)
    expect(then.contributions.map(({ leafIndex }) => leafIndex)).toEqual([first.leafIndex])
  },
}
