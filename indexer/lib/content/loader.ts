import type { BatchCommitment } from '@openledger/sdk/attribution'
import type { ContentStore } from '@openledger/sdk/content'
import type { Hex } from 'viem'
import { type Checked, type Ledger, readBundle, readLeaves, readText } from './check.ts'
import type { ContentDatabase, Query } from './database.ts'
import { bundleRows, leafRows, type Row, textOf } from './rows.ts'
import { CONTENT_SCHEMA as content } from './tables.ts'

export type LoaderParameters = {
  database: ContentDatabase
  store: ContentStore
  ledger: Ledger
  /** The database schema that Ponder writes. */
  chain: string
}

/** Pieces of content that one round takes of each kind. */
const ROUND = 64

/** Rows that one statement inserts. */
const ROWS = 1_000

/** Characters of outputs after which a statement is full too. */
const ROWS_BYTES = 2 ** 22

/**
 * Takes what the chain's tables name and the content tables do not have yet, or did not have when it was last looked
 * for, from the store; checks it and keeps it, or keeps why it cannot.
 * @returns how many pieces of content it looked at
 */
export async function loadContent(parameters: LoaderParameters): Promise<number> {
  return (await loadBundles(parameters)) + (await loadLeaves(parameters)) + (await loadTexts(parameters))
}

async function loadBundles({ database, store, ledger, chain }: LoaderParameters): Promise<number> {
  const pending = await database.query<CommitmentRow>(
    `SELECT DISTINCT b.content_key, b.model_id, b.term, b.inferences_root, b.inference_count, b.data_fees,
       b.payouts_root, b.payout_count, b.earned, b.credit_count, b.entry_count, b.bundle_hash, b.bundle_size
     FROM "${chain}".batch b LEFT JOIN ${content}.bundle k USING (content_key)
     WHERE k.content_key IS NULL OR k.retry_at <= now() LIMIT ${ROUND}`,
  )
  for (const row of pending) {
    const checked = await readBundle(store, commitmentOf(row), ledger)
    await database.transaction(async (query) => {
      if (!(await record(query, 'bundle', { content_key: row.content_key }, checked))) return
      if (checked.status !== 'verified') return
      await insertBundle(query, bundleRows(row.content_key, checked.content))
    })
  }
  return pending.length
}

async function loadLeaves({ database, store, chain }: LoaderParameters): Promise<number> {
  const pending = await database.query<{ root: Hex; count: string }>(
    `SELECT DISTINCT s.root, s.count
     FROM "${chain}".submission s LEFT JOIN ${content}.leaves l USING (root, count)
     WHERE l.root IS NULL OR l.retry_at <= now() LIMIT ${ROUND}`,
  )
  const read = await Promise.all(
    pending.map(async (key) => ({ ...key, checked: await readLeaves(store, key.root, BigInt(key.count)) })),
  )
  if (read.length === 0) return 0
  // One transaction for all: each costs a flush to the disk, which takes longer than what is written.
  await database.transaction(async (query) => {
    for (const { root, count, checked } of read) {
      if (!(await record(query, 'leaves', { root, count }, checked))) continue
      if (checked.status !== 'verified') continue
      await insert(query, 'leaf', leafRows(root, checked.content))
      const textRoots = new Set(checked.content.flatMap((contribution) => contribution?.textRoot ?? []))
      await insert(query, 'text', [...textRoots].map(pendingText))
    }
  })
  return pending.length
}

/** A text that a leaf names and nobody has looked for: due at once. */
function pendingText(textRoot: Hex): Row {
  return { text_root: textRoot, status: 'pending', reason: null, attempts: 0, retry_at: '-infinity' }
}

async function loadTexts({ database, store }: LoaderParameters): Promise<number> {
  const pending = await database.query<{ text_root: Hex }>(
    `SELECT text_root FROM ${content}.text WHERE retry_at <= now() ORDER BY retry_at LIMIT ${ROUND}`,
  )
  const read = await Promise.all(
    pending.map(async ({ text_root }) => ({ text_root, checked: await readText(store, text_root) })),
  )
  if (read.length === 0) return 0
  await database.transaction(async (query) => {
    for (const { text_root, checked } of read) {
      if (!(await record(query, 'text', { text_root }, checked))) continue
      if (checked.status !== 'verified') continue
      const text = textOf(checked.content)
      const reason = text === null ? 'Its bytes are not text in UTF-8.' : null
      await query(`UPDATE ${content}.text SET text = $1, reason = $2 WHERE text_root = $3`, [text, reason, text_root])
    }
  })
  return pending.length
}

/**
 * Keeps what became of a piece of content, and when to look for it again: after a quarter of a second, then twice as
 * long each time up to a minute.
 * @returns false when another process has verified it meanwhile
 */
async function record(query: Query, table: string, key: Record<string, string>, checked: Checked<unknown>) {
  const columns = Object.keys(key)
  const reason = checked.status === 'verified' ? null : checked.reason
  const again = checked.status === 'missing' || (checked.status === 'mismatch' && !checked.final)
  const [n, names] = [columns.length, columns.join(', ')]
  const recorded = await query(
    `INSERT INTO ${content}.${table} AS kept (${names}, status, reason, attempts, retry_at)
     VALUES (${columns.map((_, i) => `$${i + 1}`).join(', ')}, $${n + 1}, $${n + 2}, 1, ${again ? later('0') : 'NULL'})
     ON CONFLICT (${names}) DO UPDATE SET status = excluded.status, reason = excluded.reason,
       attempts = kept.attempts + 1, retry_at = ${again ? later('kept.attempts') : 'NULL'}
     WHERE kept.retry_at IS NOT NULL
     RETURNING 1`,
    [...Object.values(key), checked.status, reason],
  )
  return recorded.length > 0
}

function later(attempts: string): string {
  return `now() + interval '250 milliseconds' * power(2, least(${attempts}, 8))`
}

/** Inserts rows of several tables as they come, so that few of them are in memory at a time. */
async function insertBundle(query: Query, rows: ReturnType<typeof bundleRows>): Promise<void> {
  const held = new Map<string, { rows: Row[]; bytes: number }>()
  for await (const [table, row] of rows) {
    const own = held.get(table) ?? { rows: [], bytes: 0 }
    held.set(table, own)
    own.rows.push(row)
    own.bytes += typeof row.output === 'string' ? row.output.length : 0
    if (own.rows.length < ROWS && own.bytes < ROWS_BYTES) continue
    await insert(query, table, own.rows)
    held.delete(table)
  }
  for (const [table, own] of held) await insert(query, table, own.rows)
}

async function insert(query: Query, table: string, rows: readonly Row[]): Promise<void> {
  for (let first = 0; first < rows.length; first += ROWS) {
    await query(
      `INSERT INTO ${content}.${table}
       SELECT * FROM jsonb_populate_recordset(NULL::${content}.${table}, $1::jsonb) ON CONFLICT DO NOTHING`,
      [JSON.stringify(rows.slice(first, first + ROWS))],
    )
  }
}

/** A row of Ponder's table of batches: numbers come as decimal strings. */
type CommitmentRow = {
  content_key: string
  model_id: string
  term: string
  inferences_root: Hex
  inference_count: string
  data_fees: string
  payouts_root: Hex
  payout_count: string
  earned: string
  credit_count: string
  entry_count: string
  bundle_hash: Hex
  bundle_size: string
}

function commitmentOf(row: CommitmentRow): BatchCommitment {
  return {
    modelId: BigInt(row.model_id),
    term: Number(row.term),
    inferencesRoot: row.inferences_root,
    inferenceCount: Number(row.inference_count),
    dataFees: BigInt(row.data_fees),
    payoutsRoot: row.payouts_root,
    payoutCount: Number(row.payout_count),
    earned: BigInt(row.earned),
    creditCount: BigInt(row.credit_count),
    entryCount: BigInt(row.entry_count),
    bundleHash: row.bundle_hash,
    bundleSize: BigInt(row.bundle_size),
  }
}
