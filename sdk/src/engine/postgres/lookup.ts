import type { PoolClient } from 'pg'
import type { Address } from 'viem'
import type { Place } from '../../attribution/corpus.ts'
import { comparePlaces } from '../../attribution/encoding.ts'
import type { WindowHash } from '../windows/hash.ts'
import { type LongOptions, step } from '../windows/progress.ts'
import { type Query, queryOf } from '../windows/query.ts'
import type { Found, FoundContribution, Standing, View } from '../windows/source.ts'
import { int4Array, int8Array } from './arrays.ts'
import { IndexUnfinishedError } from './errors.ts'
import type { Opened, Tables } from './tables.ts'
import { ask, inTransaction, READING, repeatedly } from './transaction.ts'

/** Windows asked for at once. */
const CHUNK = 4_096
/** Where the earliest contributions of a window do not count, so many times more are asked for each time, up to a limit. */
const GROWTH = 8
const MOST_AT_ONCE = 4_096

/** The first occurrence of a window, verified, and what its contribution counts in the view. */
type Hit = Place & { firstByte: number; standing: Exclude<Standing, 'None'> }

/** As `WindowSource.earliest`. The database takes the minimum, and compares the bytes. */
export async function earliestInTable(
  { pool, tables }: Opened,
  hash: WindowHash,
  output: Uint8Array,
  view: View,
  options: LongOptions,
): Promise<Found> {
  const query = queryOf(output, hash)
  const read = async (client: PoolClient) => {
    await checkIndexed(client, tables, view)
    const hits: (Hit | undefined)[] = []
    for (let from = 0; from < query.count; from += CHUNK) {
      await step(options, { phase: 'search', done: from, total: query.count })
      await search(client, tables, { query, windowWords: hash.windowWords, view, hits }, from, options)
    }
    return foundOf(client, tables, query, hits)
  }
  return repeatedly(() => inTransaction(pool, READING, read))
}

/** Batches that wait and have nothing that counts in a view. */
const irrelevant = new WeakMap<View, Map<string, Set<string>>>()

/** Throws when something that counts is not indexed: an earlier place might be missing. */
async function checkIndexed(client: PoolClient, tables: Tables, view: View): Promise<void> {
  let ofView = irrelevant.get(view)
  if (!ofView) {
    ofView = new Map()
    irrelevant.set(view, ofView)
  }
  const known = ofView.get(tables.waiting) ?? new Set()
  ofView.set(tables.waiting, known)
  const { rows } = await client.query<{ id: string; submission_ids: string[]; leaf_indexes: string[] }>(
    `SELECT * FROM ${tables.waiting} WHERE id <> ALL ($1::uuid[])`,
    [[...known]],
  )
  for (const { id, submission_ids, leaf_indexes } of rows) {
    for (const [i, submissionId] of submission_ids.entries()) {
      const place = { submissionId: BigInt(submissionId), leafIndex: Number(leaf_indexes[i]) }
      if (view.standingOf(place) !== 'None') throw new IndexUnfinishedError(place)
    }
    known.add(id)
  }
}

type Search = { query: Query; windowWords: number; view: View; hits: (Hit | undefined)[] }

/** Finds up to `CHUNK` windows from `from` on. */
async function search(
  client: PoolClient,
  tables: Tables,
  { query, windowWords, view, hits }: Search,
  from: number,
  options: LongOptions,
): Promise<void> {
  const { pairs, words, firsts } = query
  const to = Math.min(query.count, from + CHUNK)
  const begin = pairs[2 * from + 1]!
  const endOf = (i: number) => words.ends[firsts[i]! + windowWords - 1]!
  const part = Buffer.from(query.bytes.subarray(begin, endOf(to - 1) + 1))
  let open = Array.from({ length: to - from }, (_, i) => ({ window: from + i, after: BEFORE_ALL }))
  for (let limit = 1; open.length > 0; limit = Math.min(MOST_AT_ONCE, GROWTH * limit)) {
    const { rows } = await client.query<{ at: number; submission_id: string; leaf_index: string; first_byte: number }>(
      `SELECT at::int4, submission_id, leaf_index, first_byte
       FROM unnest($1::int4[], $2::int4[], $3::int4[], $4::int8[], $5::int8[])
         WITH ORDINALITY AS sought (hash, first, size, after_submission, after_leaf, at)
       CROSS JOIN LATERAL (
         SELECT submission_id, leaf_index, first_byte FROM ${tables.windows} AS windows
         WHERE hash = sought.hash AND (submission_id, leaf_index) > (after_submission, after_leaf)
           AND substring($6::bytea FROM sought.first + 1 FOR size) = (
             SELECT substring(text FROM first_byte + 1 FOR size) FROM ${tables.contributions} AS contributions
             WHERE (contributions.submission_id, contributions.leaf_index) = (windows.submission_id, windows.leaf_index)
           )
         ORDER BY submission_id, leaf_index LIMIT $7
       ) AS found`,
      [
        int4Array(open.map(({ window }) => pairs[2 * window]! | 0)),
        int4Array(open.map(({ window }) => pairs[2 * window + 1]! - begin)),
        // The space after a window is compared too: so it ends with a whole word.
        int4Array(open.map(({ window }) => endOf(window) + 1 - pairs[2 * window + 1]!)),
        int8Array(open.map(({ after }) => after.submissionId)),
        int8Array(open.map(({ after }) => BigInt(after.leafIndex))),
        part,
        limit,
      ],
    )
    const candidates = open.map((): Place[] => [])
    for (const row of rows) {
      const { window } = open[row.at - 1]!
      const place = { submissionId: BigInt(row.submission_id), leafIndex: Number(row.leaf_index) }
      candidates[row.at - 1]!.push(place)
      if (hits[window]) continue
      const standing = view.standingOf(place)
      if (standing !== 'None') hits[window] = { ...place, firstByte: row.first_byte, standing }
    }
    open = open
      .map(({ window }, i) => ({
        window,
        after: candidates[i]!.at(-1) ?? BEFORE_ALL,
        isLast: candidates[i]!.length < limit,
      }))
      .filter(({ window, isLast }) => !hits[window] && !isLast)
    await step(options, { phase: 'search', done: to - open.length, total: query.count })
  }
}

const BEFORE_ALL: Place = { submissionId: -1n, leafIndex: -1 }

/** What was found, with the texts around it. */
async function foundOf(
  client: PoolClient,
  tables: Tables,
  query: Query,
  hits: readonly (Hit | undefined)[],
): Promise<Found> {
  const { words, count, pairs, firsts, bytes } = query
  type Sought = Hit & { from: number; to: number }
  const soughtOf = new Map<string, Sought>()
  const keyOf = ({ submissionId, leafIndex }: Place) => `${submissionId}/${leafIndex}`
  for (let i = 0; i < count; i++) {
    const hit = hits[i]
    if (!hit) continue
    const alignment = hit.firstByte - pairs[2 * i + 1]!
    const [from, to] = [Math.max(0, alignment - 1), alignment + bytes.length]
    const known = soughtOf.get(keyOf(hit))
    soughtOf.set(keyOf(hit), {
      ...hit,
      from: Math.min(from, known?.from ?? from),
      to: Math.max(to, known?.to ?? to),
    })
  }
  const sought = [...soughtOf.values()].sort(comparePlaces)
  const contributions = await read(client, tables, sought)
  const rank = new Map(sought.map((each, i) => [keyOf(each), i]))
  const contribution = new Int32Array(words.count).fill(-1)
  const offset = new Uint32Array(words.count)
  for (let i = 0; i < count; i++) {
    const hit = hits[i]
    if (!hit) continue
    contribution[firsts[i]!] = rank.get(keyOf(hit))!
    offset[firsts[i]!] = hit.firstByte
  }
  return { words, contributions, contribution, offset }
}

async function read(
  client: PoolClient,
  tables: Tables,
  sought: readonly (Hit & { from: number; to: number })[],
): Promise<FoundContribution[]> {
  if (sought.length === 0) return []
  const { rows } = await client.query<{ contributor: string; length: number; part: Buffer }>(
    `SELECT contributor, octet_length(text) - 1 AS length, substring(text FROM first + 1 FOR size) AS part
     FROM unnest($1::int8[], $2::int8[], $3::int4[], $4::int4[])
       WITH ORDINALITY AS sought (submission_id, leaf_index, first, size, at)
     JOIN ${tables.contributions} USING (submission_id, leaf_index) ORDER BY at`,
    [
      int8Array(sought.map(({ submissionId }) => submissionId)),
      int8Array(sought.map(({ leafIndex }) => BigInt(leafIndex))),
      int4Array(sought.map(({ from }) => from)),
      int4Array(sought.map(({ from, to }) => to - from)),
    ],
  )
  return sought.map(({ submissionId, leafIndex, standing, from }, i) => {
    const { contributor, length, part } = rows[i]!
    const bytes = new Uint8Array(part.subarray(0, length - from))
    return { submissionId, leafIndex, contributor: contributor as Address, standing, text: { bytes, from, length } }
  })
}

/** As `WindowSource.textOf`. */
export async function textInTable(
  { pool, tables }: Opened,
  { submissionId, leafIndex }: Place,
): Promise<Uint8Array | undefined> {
  if (submissionId < 0n || submissionId >= 2n ** 63n) return undefined
  const text = `SELECT text FROM ${tables.contributions} WHERE submission_id = $1 AND leaf_index = $2`
  const { rows } = await repeatedly(() => ask<{ text: Buffer }>(pool, text, [submissionId.toString(), leafIndex]))
  return rows[0] && new Uint8Array(rows[0].text.subarray(0, -1))
}
