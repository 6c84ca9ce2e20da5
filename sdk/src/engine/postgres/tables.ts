import type { Pool } from 'pg'
import type { HashKey } from '../windows/hash.ts'
import { checkWindowWords } from '../windows/segment.ts'
import { NoTableIndexError, PartitionsError, SchemaNameError, SchemaTakenError, TableFormatError } from './errors.ts'
import { ask, hasCode, inTransaction, repeatedly, WRITING } from './transaction.ts'

const FORMAT = 'openledger-windows-table/1'
const MOST_PARTITIONS = 1_024
const INVALID_SCHEMA = '3F000'
const UNDEFINED_TABLE = '42P01'
const DUPLICATE_SCHEMA = '42P06'
/** Two that create one schema at the same moment meet in the catalogue. */
const UNIQUE_VIOLATION = '23505'

/** The tables of an index, as statements name them. */
export type Tables = {
  /** One row: of what kind the index is. */
  kind: string
  /** Each contribution, with its text and one space after it. */
  contributions: string
  /** The first occurrence of each window in each contribution. */
  windows: string
  /** Contributions whose windows are not in `windows` yet, in batches: a batch goes when its windows come. */
  waiting: string
}

/** What an index is made of. */
export type Opened = { pool: Pool; schema: string; tables: Tables; windowWords: number; key: HashKey }

/** @throws SchemaNameError */
export function tablesOf(schema: string): Tables {
  if (!/^[a-z][a-z0-9_]{0,39}$/.test(schema)) throw new SchemaNameError(schema)
  const table = (name: string) => `"${schema}".${name}`
  return {
    kind: table('kind'),
    contributions: table('contributions'),
    windows: table('windows'),
    waiting: table('waiting'),
  }
}

/** @throws SchemaNameError, WindowWordsError, PartitionsError, SchemaTakenError */
export async function createTables(
  pool: Pool,
  { schema, windowWords, key, partitions }: { schema: string; windowWords: number; key: HashKey; partitions: number },
): Promise<void> {
  const tables = tablesOf(schema)
  checkWindowWords(windowWords)
  if (!Number.isInteger(partitions) || partitions < 1 || partitions > MOST_PARTITIONS) {
    throw new PartitionsError(partitions, MOST_PARTITIONS)
  }
  const partitionsOf = (table: string) =>
    Array.from(
      { length: partitions },
      (_, i) =>
        `CREATE TABLE ${table}_${i} PARTITION OF ${table} FOR VALUES WITH (MODULUS ${partitions}, REMAINDER ${i});`,
    ).join('\n')
  try {
    await inTransaction(pool, WRITING, async (client) => {
      // Texts stand uncompressed, so that a part of one is read without the rest. In `windows` the widest columns come
      // first, which leaves no gaps in the rows.
      await client.query(`
        CREATE SCHEMA "${schema}";
        CREATE TABLE ${tables.kind} (format text NOT NULL, window_words int NOT NULL, seed bytea NOT NULL, hash_bits int NOT NULL);
        CREATE TABLE ${tables.contributions} (
          submission_id bigint, leaf_index bigint, contributor text NOT NULL, text bytea NOT NULL,
          PRIMARY KEY (submission_id, leaf_index)
        ) PARTITION BY HASH (submission_id, leaf_index);
        ALTER TABLE ${tables.contributions} ALTER COLUMN text SET STORAGE EXTERNAL;
        CREATE TABLE ${tables.windows} (
          submission_id bigint, leaf_index bigint, hash int, first_byte int,
          PRIMARY KEY (hash, submission_id, leaf_index, first_byte)
        ) PARTITION BY HASH (hash);
        CREATE TABLE ${tables.waiting} (
          id uuid PRIMARY KEY, submission_ids bigint[] NOT NULL, leaf_indexes bigint[] NOT NULL
        );
        ${partitionsOf(tables.contributions)}
        ${partitionsOf(tables.windows)}
      `)
      await client.query(`INSERT INTO ${tables.kind} VALUES ($1, $2, $3, $4)`, [
        FORMAT,
        windowWords,
        Buffer.from(key.seed),
        key.bits,
      ])
    })
  } catch (cause) {
    if (hasCode(cause, DUPLICATE_SCHEMA, UNIQUE_VIOLATION)) throw new SchemaTakenError(schema, { cause })
    throw cause
  }
}

/** @throws SchemaNameError, NoTableIndexError, TableFormatError */
export async function openTables(pool: Pool, schema: string): Promise<Opened> {
  const tables = tablesOf(schema)
  const row = await kindOf(pool, schema, tables)
  if (row.format !== FORMAT) throw new TableFormatError(schema, row.format)
  const key = { seed: new Uint8Array(row.seed), bits: row.hash_bits }
  return { pool, schema, tables, windowWords: row.window_words, key }
}

type Kind = { format: string; window_words: number; seed: Buffer; hash_bits: number }

async function kindOf(pool: Pool, schema: string, tables: Tables): Promise<Kind> {
  try {
    const { rows } = await repeatedly(() => ask<Kind>(pool, `SELECT * FROM ${tables.kind}`))
    if (rows[0]) return rows[0]
  } catch (cause) {
    if (hasCode(cause, INVALID_SCHEMA, UNDEFINED_TABLE)) throw new NoTableIndexError(schema, { cause })
    throw cause
  }
  throw new NoTableIndexError(schema)
}
