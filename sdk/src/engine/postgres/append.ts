import { randomUUID } from 'node:crypto'
import type { PoolClient } from 'pg'
import { PlaceTakenError } from '../../attribution/windowIndex.ts'
import { own } from '../windows/arrays.ts'
import { type LongOptions, step } from '../windows/progress.ts'
import { contributorOf, type IndexedContribution, packContributions, placeOf } from '../windows/segment.ts'
import { byteaArray, int8Array } from './arrays.ts'
import { TextTooLongError } from './errors.ts'
import type { Queue } from './queue.ts'
import type { Opened } from './tables.ts'
import { inTransaction, repeatedly, WRITING } from './transaction.ts'

export type AppendOptions = LongOptions & {
  /** Bytes of text in one batch, which one worker indexes in one transaction. */
  batchBytes?: number
}

const BATCH_BYTES = 2 ** 20
/** A value has at most 2^30 bytes, and the statement that brings it too. */
const MOST_TEXT_BYTES = 2 ** 28

type Packed = ReturnType<typeof packContributions>

/** Stores contributions, batch by batch, and queues them. */
export async function append(
  { pool, tables, windowWords, key }: Opened,
  queue: Queue,
  contributions: readonly IndexedContribution[],
  options: AppendOptions,
): Promise<void> {
  const packed = packContributions(contributions, { windowWords, key }, own)
  const { count, starts } = packed
  for (let i = 0; i < count; i++) {
    const bytes = starts[i + 1]! - 1 - starts[i]!
    if (bytes > MOST_TEXT_BYTES) throw new TextTooLongError(placeOf(packed, i), bytes, MOST_TEXT_BYTES)
  }
  const { batchBytes = BATCH_BYTES } = options
  for (let from = 0, to = 0; from < count; from = to) {
    while (to < count && (to === from || starts[to + 1]! - starts[from]! <= batchBytes)) to++
    await step(options, { phase: 'store', done: from, total: count })
    await repeatedly(() => inTransaction(pool, WRITING, (client) => store(client, packed, from, to)))
  }
  await step(options, { phase: 'store', done: count, total: count })

  async function store(client: PoolClient, packed: Packed, from: number, to: number): Promise<void> {
    const ordinals = Array.from({ length: to - from }, (_, i) => from + i)
    const places = ordinals.map((ordinal) => placeOf(packed, ordinal))
    const columns = [
      int8Array(places.map(({ submissionId }) => submissionId)),
      int8Array(places.map(({ leafIndex }) => BigInt(leafIndex))),
      ordinals.map((ordinal) => contributorOf(packed, ordinal)),
      byteaArray(ordinals.map((ordinal) => packed.texts.subarray(starts[ordinal], starts[ordinal + 1]))),
    ]
    const given = 'unnest($1::int8[], $2::int8[], $3::text[], $4::bytea[])'
    const { rows } = await client.query<{ submission_id: string; leaf_index: string }>(
      `INSERT INTO ${tables.contributions} (submission_id, leaf_index, contributor, text) SELECT * FROM ${given}
       ON CONFLICT (submission_id, leaf_index) DO NOTHING RETURNING submission_id, leaf_index`,
      columns,
    )
    if (rows.length < places.length) {
      const other = await client.query<{ submission_id: string; leaf_index: string }>(
        `SELECT submission_id, leaf_index FROM ${given} AS given (submission_id, leaf_index, contributor, text)
         JOIN ${tables.contributions} AS held USING (submission_id, leaf_index)
         WHERE held.text <> given.text OR held.contributor <> given.contributor
         ORDER BY submission_id, leaf_index LIMIT 1`,
        columns,
      )
      const [taken] = other.rows
      if (taken) {
        throw new PlaceTakenError({ submissionId: BigInt(taken.submission_id), leafIndex: Number(taken.leaf_index) })
      }
    }
    if (rows.length === 0) return
    const id = randomUUID()
    await client.query(`INSERT INTO ${tables.waiting} VALUES ($1, $2::int8[], $3::int8[])`, [
      id,
      int8Array(rows.map((row) => BigInt(row.submission_id))),
      int8Array(rows.map((row) => BigInt(row.leaf_index))),
    ])
    await queue.add(client, id)
  }
}
