import pg from 'pg'
import { expect } from 'vitest'
import { type Database, startDatabase } from '../../../indexer/test/database.ts'
import { attributeOutput } from '../../src/attribution/attribute.ts'
import type { Place } from '../../src/attribution/corpus.ts'
import { addContribution, createWindowIndex } from '../../src/attribution/windowIndex.ts'
import { attribute } from '../../src/engine/attribute.ts'
import { createIndexTable, type IndexTable } from '../../src/engine/postgres/index.ts'
import { buildSegment } from '../../src/engine/windows/build.ts'
import { inMemory } from '../../src/engine/windows/memory.ts'
import type { IndexedContribution } from '../../src/engine/windows/segment.ts'
import { owners } from '../oracle/oracle.ts'
import type { Case } from './cases.ts'

export type Server = { url: string; pool: pg.Pool; stop(): Promise<void> }

/** A PostgreSQL server of its own. */
export async function startServer(): Promise<Server> {
  const database: Database = await startDatabase()
  const pool = new pg.Pool({ connectionString: database.url, max: 6 })
  return {
    url: database.url,
    pool,
    async stop() {
      await pool.end()
      await database.stop()
    },
  }
}

/** Everything that stands in the tables of an index, in one order. */
export async function contentsOf(pool: pg.Pool, schema: string) {
  const all = async (table: string, order: string) =>
    (await pool.query(`SELECT * FROM "${schema}".${table} ORDER BY ${order}`)).rows as Record<string, unknown>[]
  return {
    contributions: await all('contributions', 'submission_id, leaf_index'),
    windows: await all('windows', 'hash, submission_id, leaf_index, first_byte'),
    waiting: await all('waiting', 'id'),
    jobs: (await pool.query(`SELECT * FROM "${schema}_queue".job`)).rows as unknown[],
  }
}

let schemas = 0

/** A schema that no other index has. */
export function nextSchema(): string {
  return `index_${++schemas}`
}

/** Between the submissions of two corpora that share an index. */
const APART = 1_000n

/**
 * Several corpora in one index, each a version's: for each the credits are those of its own index in memory and of the
 * plain library, and the owners those of the oracle, however the corpora came into the index and whoever indexed them.
 */
export async function checkCases(
  { pool }: Server,
  drawn: readonly Case[],
  { workers, batchBytes }: { workers: number; batchBytes: number },
): Promise<void> {
  const { windowWords, hash } = drawn[0]!
  const corpora = drawn.map(({ sources }, i) =>
    sources.map((source) => ({ ...source, submissionId: source.submissionId + APART * BigInt(i) })),
  )
  const schema = nextSchema()
  const index = await createIndexTable(pool, { schema, windowWords, key: hash, partitions: 3 })
  // Parts of several corpora at a time: by the segment that the case has for them.
  const parts = new Map<number, IndexedContribution[]>()
  for (const [i, { adding }] of drawn.entries()) {
    for (const { source, segment } of adding) {
      const { bytes, ...rest } = corpora[i]![source]!
      parts.set(segment, [...(parts.get(segment) ?? []), { ...rest, text: bytes }])
    }
  }
  for (const part of parts.values()) await index.append(part, { batchBytes })
  const counts = await Promise.all(Array.from({ length: workers }, () => index.work()))
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(corpora.flat().length)
  for (const [i, { output }] of drawn.entries()) await checkCredits(index, corpora[i]!, output, hash)
  await pool.query(`DROP SCHEMA "${schema}" CASCADE; DROP SCHEMA "${schema}_queue" CASCADE`)
}

async function checkCredits(index: IndexTable, sources: Case['sources'], output: string, key: Case['hash']) {
  const { windowWords } = index
  const at = new Map(sources.map((source, i) => [keyOf(source), i]))
  const view = {
    standingOf: (place: Place) => sources[at.get(keyOf(place)) ?? -1]?.standing ?? ('None' as const),
  }
  const contributions = sources.map(({ bytes, ...rest }) => ({ ...rest, text: bytes }))
  const bytes = new TextEncoder().encode(output)
  const credits = await attribute(index, bytes, view)

  const memory = inMemory([await buildSegment(contributions, { windowWords, key })])
  expect(credits).toEqual(await attribute(memory, bytes, view))
  const plain = createWindowIndex(windowWords)
  for (const contribution of contributions) addContribution(plain, contribution)
  expect(credits).toEqual(attributeOutput(plain, bytes, view.standingOf))

  let start = 0
  const credited = (output === '' ? [] : output.split(' ')).map((word) => {
    const credit = credits.find((each) => start >= each.start && start < each.start + each.length)
    start += new TextEncoder().encode(word).length + 1
    const source = credit && at.get(keyOf(credit))
    return source !== undefined && sources[source]!.standing === 'Eligible' ? source : undefined
  })
  expect(credited).toEqual(output === '' ? [] : owners(sources, output, windowWords))
}

function keyOf({ submissionId, leafIndex }: Place): string {
  return `${submissionId}/${leafIndex}`
}
