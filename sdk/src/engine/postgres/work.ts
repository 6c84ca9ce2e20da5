import type { PoolClient } from 'pg'
import type { Address } from 'viem'
import type { Place } from '../../attribution/corpus.ts'
import { ordinalAt } from '../windows/arrays.ts'
import { buildSegment } from '../windows/build.ts'
import { type LongOptions, step } from '../windows/progress.ts'
import { placeOf, type Segment } from '../windows/segment.ts'
import { int4Array, int8Array } from './arrays.ts'
import type { Queue } from './queue.ts'
import type { Opened } from './tables.ts'
import { ask, hasCode, inTransaction, repeatedly, WRITING } from './transaction.ts'

/** Rows of one statement. */
const CHUNK = 2 ** 15
const LOCK_NOT_AVAILABLE = '55P03'

type Batch = { id: string; submission_ids: string[]; leaf_indexes: string[] }

/**
 * Indexes what is queued until nothing waits any more, in this process beside any others: a batch in a transaction. Whoever
 * takes a batch holds a lock on it for as long as the transaction lasts; so when a process ends, however it does, its batch
 * is free and nothing of it is in the table.
 * @returns how many contributions this process indexed; fewer where a connection was lost just as a batch was done
 */
export async function work(index: Opened, queue: Queue, options: LongOptions): Promise<number> {
  const total = await countWaiting(index)
  let done = 0
  for (;;) {
    await step(options, { phase: 'index', done, total: Math.max(done, total) })
    const count =
      (await repeatedly(() => takeQueued(index, queue, options))) ??
      (await repeatedly(() => takeLeft(index, queue, options)))
    if (count === undefined) return done
    done += count
  }
}

/** Contributions that are not indexed yet. */
export async function countWaiting({ pool, tables }: Opened): Promise<number> {
  const count = `SELECT coalesce(sum(cardinality(submission_ids)), 0)::float8 AS count FROM ${tables.waiting}`
  const { rows } = await repeatedly(() => ask<{ count: number }>(pool, count))
  return rows[0]!.count
}

/** Indexes the next batch of the queue. @returns how many contributions; `undefined` when the queue has none */
function takeQueued(index: Opened, queue: Queue, options: LongOptions): Promise<number | undefined> {
  return inTransaction(index.pool, WRITING, async (client) => {
    const id = await queue.take(client)
    if (id === undefined) return undefined
    const { rows } = await client.query<Batch>(
      `SELECT * FROM ${index.tables.waiting} WHERE id = $1 FOR UPDATE SKIP LOCKED`,
      [id],
    )
    // It is done, or another process has it: then the queue need not give it to anybody any more.
    if (!rows[0]) await queue.remove(client, id)
    return rows[0] ? indexBatch(client, index, queue, rows[0], options) : 0
  })
}

/**
 * With nothing in the queue: waits for a batch that another process has, until it is done, or is left to this one.
 * @returns how many contributions this one indexed; `undefined` when nothing waits
 */
async function takeLeft(index: Opened, queue: Queue, options: LongOptions): Promise<number | undefined> {
  try {
    return await inTransaction(index.pool, WRITING, async (client) => {
      // Not longer than this without a look at the queue and the signal.
      await client.query(`SET LOCAL lock_timeout = '1s'`)
      const { rows } = await client.query<Batch>(`SELECT * FROM ${index.tables.waiting} ORDER BY id LIMIT 1 FOR UPDATE`)
      await client.query('SET LOCAL lock_timeout = 0')
      return rows[0] && indexBatch(client, index, queue, rows[0], options)
    })
  } catch (error) {
    if (hasCode(error, LOCK_NOT_AVAILABLE)) return 0
    throw error
  }
}

/** Writes the windows of a batch: the same rows whoever does it, and with whatever others it is in a batch. */
async function indexBatch(
  client: PoolClient,
  { tables, windowWords, key }: Opened,
  queue: Queue,
  batch: Batch,
  options: LongOptions,
): Promise<number> {
  const { rows } = await client.query<{ submission_id: string; leaf_index: string; contributor: string; text: Buffer }>(
    `SELECT submission_id, leaf_index, contributor, text FROM unnest($1::int8[], $2::int8[]) AS batch (submission_id, leaf_index)
     JOIN ${tables.contributions} USING (submission_id, leaf_index)`,
    [int8Array(batch.submission_ids.map(BigInt)), int8Array(batch.leaf_indexes.map(BigInt))],
  )
  const contributions = rows.map((row) => ({
    submissionId: BigInt(row.submission_id),
    leafIndex: Number(row.leaf_index),
    contributor: row.contributor as Address,
    text: row.text.subarray(0, -1),
  }))
  const segment = await buildSegment(contributions, { windowWords, key, signal: options.signal })
  const places = Array.from({ length: segment.count }, (_, ordinal) => placeOf(segment, ordinal))
  const windows = segment.entries.length / 2
  for (let from = 0; from < windows; from += CHUNK) {
    await step(options, { phase: 'write', done: from, total: windows })
    await insertWindows(client, tables.windows, segment, places, from, Math.min(windows, from + CHUNK))
  }
  await step(options, { phase: 'write', done: windows, total: windows })
  await client.query(`DELETE FROM ${tables.waiting} WHERE id = $1`, [batch.id])
  await queue.remove(client, batch.id)
  return contributions.length
}

/** The entries [from, to) of a segment: they are in the order of their hashes, which is that of the table's index. */
async function insertWindows(
  client: PoolClient,
  table: string,
  segment: Segment,
  places: readonly Place[],
  from: number,
  to: number,
): Promise<void> {
  const count = to - from
  const submissionIds = new BigInt64Array(count)
  const leafIndexes = new BigInt64Array(count)
  const hashes = new Int32Array(count)
  const firstBytes = new Int32Array(count)
  for (let i = 0; i < count; i++) {
    const position = segment.entries[2 * (from + i) + 1]!
    const ordinal = ordinalAt(segment, position)
    submissionIds[i] = places[ordinal]!.submissionId
    leafIndexes[i] = BigInt(places[ordinal]!.leafIndex)
    hashes[i] = segment.entries[2 * (from + i)]!
    firstBytes[i] = position - segment.starts[ordinal]!
  }
  await client.query(
    `INSERT INTO ${table} (submission_id, leaf_index, hash, first_byte)
     SELECT * FROM unnest($1::int8[], $2::int8[], $3::int4[], $4::int4[])`,
    [int8Array(submissionIds), int8Array(leafIndexes), int4Array(hashes), int4Array(firstBytes)],
  )
}
