import pg from 'pg'
import { NotEmbeddedError } from '../errors.ts'
import { type Client, isEmbedded } from '../graphql/ponder.ts'

/** Runs one statement with `$1`… for its parameters. */
export type Query = <Row = unknown>(sql: string, parameters?: unknown[]) => Promise<Row[]>

/** The database that holds the content tables, beside those of Ponder. */
export type ContentDatabase = {
  query: Query
  /** Runs statements without parameters, all or none. */
  script(sql: string): Promise<void>
  /** What `work` does through its own `query` happens as a whole or not at all. */
  transaction(work: (query: Query) => Promise<void>): Promise<void>
  close(): Promise<void>
}

/**
 * The embedded database. It has one connection and one process, so Ponder's own instance is used and stays Ponder's to
 * close.
 */
export function embeddedDatabase(client: Client): ContentDatabase {
  if (!isEmbedded(client)) throw new NotEmbeddedError()
  return {
    query: async <Row>(sql: string, parameters?: unknown[]) => (await client.query<Row>(sql, parameters)).rows,
    script: async (sql) => {
      await client.transaction((transaction) => transaction.exec(sql))
    },
    transaction: async (work) => {
      await client.transaction((transaction) =>
        work(async <Row>(sql: string, parameters?: unknown[]) => (await transaction.query<Row>(sql, parameters)).rows),
      )
    },
    close: async () => {},
  }
}

/** A PostgreSQL server, by connections of its own: those that Ponder gives the API can only read. */
export function serverDatabase(connectionString: string): ContentDatabase {
  const pool = new pg.Pool({ connectionString, max: 2, application_name: 'openledger_content' })
  // A connection that breaks while it is idle is replaced by the next query, which reports what lasts.
  pool.on('error', () => {})

  async function transaction(work: (query: Query) => Promise<void>): Promise<void> {
    const client = await pool.connect()
    let failure: Error | undefined
    try {
      await client.query('BEGIN')
      await work(
        async <Row>(sql: string, parameters?: unknown[]) => (await client.query(sql, parameters)).rows as Row[],
      )
      await client.query('COMMIT')
    } catch (cause) {
      failure = cause instanceof Error ? cause : new Error(String(cause))
      throw cause
    } finally {
      // A connection whose transaction failed is closed rather than rolled back: its state does not matter any more.
      client.release(failure)
    }
  }

  return {
    query: async <Row>(sql: string, parameters?: unknown[]) => (await pool.query(sql, parameters)).rows as Row[],
    script: (sql) =>
      transaction(async (query) => {
        await query(sql)
      }),
    transaction,
    close: () => pool.end(),
  }
}
