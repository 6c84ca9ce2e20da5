import pg from 'pg'
import { expect } from 'vitest'
import { type Database, startDatabase } from '../../../indexer/test/database.ts'
import { attributeOutput } from '../../src/attribution/attribute.ts'
import { comparePlaces } from '../../src/attribution/encoding.ts'
import { addContribution, createWindowIndex } from '../../src/attribution/windowIndex.ts'
import type * as attributing from '../../src/engine/attribute.ts'
import { attributeSync } from '../../src/engine/attribute.ts'
import type * as tables from '../../src/engine/postgres/index.ts'
import type { IndexTable } from '../../src/engine/postgres/index.ts'
import { ordinalAt } from '../../src/engine/windows/arrays.ts'
import { buildSegment } from '../../src/engine/windows/build.ts'
import { inMemory, type MemorySource } from '../../src/engine/windows/memory.ts'
import { type IndexedContribution, placeOf, type Segment } from '../../src/engine/windows/segment.ts'
import type { Found, Standing } from '../../src/engine/windows/source.ts'
import type { Case } from './cases.ts'
import { expectOwners, keyOf, viewOf } from './property.ts'

export type Server = Pick<Database, 'url' | 'halt' | 'resume'> & { pool: pg.Pool; stop(): Promise<void> }

/** A PostgreSQL server of its own. */
export async function startServer(): Promise<Server> {
  const database: Database = await startDatabase()
  const pool = poolOf(database)
  return {
    ...database,
    pool,
    async stop() {
      await pool.end()
      await database.stop()
    },
  }
}

/** Before a statement of a connection. */
export type Before = (text: string, client: pg.PoolClient & { processID?: number }) => unknown

/** Connections to a server, which call `before` before each of their statements. */
export function poolOf({ url }: Pick<Server, 'url'>, before?: Before): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max: 6 })
  // A connection that is lost while nobody uses it: the next statement has another.
  pool.on('error', () => {})
  if (before) {
    pool.on('connect', (client) => {
      const query = client.query.bind(client) as (text: string, values?: unknown[]) => Promise<pg.QueryResult>
      const after = async (text: string, values?: unknown[]) => {
        await before(text, client)
        return query(text, values)
      }
      client.query = after as typeof client.query
    })
  }
  return pool
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

/** The functions under test: the index's own, or faulty ones. */
export type TableEngine = Pick<typeof tables, 'createIndexTable' | 'openIndexTable' | 'workInProcesses'> &
  Pick<typeof attributing, 'attribute'>

export type HowIndexed = {
  /** Who indexes at once, each by a connection of its own. */
  workers: number
  batchBytes: number
  /** Whether the workers are processes. */
  inProcesses?: boolean
}

/**
 * Several corpora in one index: its rows are the entries of the segment in memory, and for each version of each corpus the
 * credits are those of memory and of the plain library, and the owners those of the oracle, however the corpora came into
 * the index and whoever indexed them.
 */
export async function checkCases(
  engine: TableEngine,
  { pool, url }: Server,
  drawn: readonly Case[],
  { workers, batchBytes, inProcesses = false }: HowIndexed,
): Promise<void> {
  const { windowWords, hash: key } = drawn[0]!
  const corpora = drawn.map(({ sources }, i) =>
    sources.map((source) => ({ ...source, submissionId: source.submissionId + APART * BigInt(i) })),
  )
  const contributions = corpora.flat().map(({ bytes, ...rest }) => ({ ...rest, text: bytes }))
  const schema = nextSchema()
  const index = await engine.createIndexTable(pool, { schema, windowWords, key, partitions: 3 })
  try {
    // Parts of several corpora at a time: by the segment that the case has for them.
    const parts = new Map<number, IndexedContribution[]>()
    for (const [i, { adding }] of drawn.entries()) {
      for (const { source, segment } of adding) {
        const { bytes, ...rest } = corpora[i]![source]!
        parts.set(segment, [...(parts.get(segment) ?? []), { ...rest, text: bytes }])
      }
    }
    for (const part of parts.values()) await index.append(part, { batchBytes })
    if (inProcesses) await engine.workInProcesses(index, { url, processes: workers })
    else {
      const counts = await Promise.all(Array.from({ length: workers }, () => index.work()))
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(contributions.length)
    }
    const segment = await buildSegment(contributions, { windowWords, key })
    const contents = await contentsOf(pool, schema)
    expect(contents).toMatchObject({ waiting: [], jobs: [] })
    expect(contents.windows).toEqual(rowsOf(segment))
    const memory = inMemory([segment])
    for (const [i, each] of drawn.entries()) {
      const own = { ...each, windowWords, sources: corpora[i]! }
      for (const standings of each.versions) await checkCredits(engine, index, memory, own, standings)
    }
  } finally {
    await pool.query(`DROP SCHEMA "${schema}" CASCADE; DROP SCHEMA "${schema}_queue" CASCADE`)
  }
}

async function checkCredits(
  engine: TableEngine,
  index: IndexTable,
  memory: MemorySource,
  given: Case,
  standings: readonly Standing[],
) {
  const view = viewOf(given.sources, standings)
  const bytes = new TextEncoder().encode(given.output)
  let found: Found | undefined
  const earliest: IndexTable['earliest'] = async (...asked) => {
    found = await index.earliest(...asked)
    return found
  }
  const credits = await engine.attribute({ ...index, earliest }, bytes, view)
  expectTexts(given, found!)
  expect(credits).toEqual(attributeSync(memory, bytes, view))
  const plain = createWindowIndex(given.windowWords)
  for (const { bytes: text, ...rest } of given.sources) addContribution(plain, { ...rest, text })
  expect(credits).toEqual(attributeOutput(plain, bytes, view.standingOf))
  expectOwners(given, standings, credits)
}

/** What was read of each text is of it, and all that the output can be laid over. */
function expectTexts({ sources, output }: Case, { contributions, contribution, offset, words }: Found): void {
  const size = new TextEncoder().encode(output).length
  contribution.forEach((each, word) => {
    if (each < 0) return
    const { text, ...place } = contributions[each]!
    const { bytes } = sources.find((source) => keyOf(source) === keyOf(place))!
    const alignment = offset[word]! - words.starts[word]!
    expect(text.from).toBeLessThanOrEqual(Math.max(0, alignment - 1))
    expect(text.from + text.bytes.length).toBeGreaterThanOrEqual(Math.min(text.length, alignment + size + 1))
    expect(text.bytes).toEqual(bytes.slice(text.from, text.from + text.bytes.length))
    expect(text.length).toBe(bytes.length)
  })
}

/** The entries of a segment as the table has them. */
export function rowsOf(segment: Segment): object[] {
  const { entries, starts } = segment
  return Array.from({ length: entries.length / 2 }, (_, i) => {
    const position = entries[2 * i + 1]!
    const ordinal = ordinalAt(segment, position)
    const { submissionId, leafIndex } = placeOf(segment, ordinal)
    return { hash: entries[2 * i]! | 0, submissionId, leafIndex, first: position - starts[ordinal]! }
  })
    .sort((a, b) => a.hash - b.hash || comparePlaces(a, b) || a.first - b.first)
    .map(({ hash, submissionId, leafIndex, first }) => ({
      submission_id: submissionId.toString(),
      leaf_index: leafIndex.toString(),
      hash,
      first_byte: first,
    }))
}
