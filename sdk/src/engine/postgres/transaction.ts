import type { Pool, PoolClient, QueryResultRow } from 'pg'
import { ConnectionLostError, DatabaseUnreachableError } from './errors.ts'

/** Of the statement's own moment: so that what another has committed while a lock was waited for is seen. */
export const WRITING = 'BEGIN ISOLATION LEVEL READ COMMITTED'
/** Of one moment for everything. Compiling a statement would take longer than these do. */
export const READING = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL jit = off'

/** Times that a transaction is begun in a row, where the database asks for it or the connection is lost. */
const ATTEMPTS = 10
const SERIALIZATION_FAILURE = '40001'
const DEADLOCK = '40P01'

/**
 * What `act` does, in a transaction: all of it or nothing. Where the connection is lost while it ends, it may be all of it
 * in spite of the error.
 * @throws DatabaseUnreachableError, ConnectionLostError
 */
export function inTransaction<Result>(
  pool: Pool,
  begin: typeof WRITING | typeof READING,
  act: (client: PoolClient) => Promise<Result>,
): Promise<Result> {
  return connected(pool, async (client) => {
    await client.query(begin)
    const result = await act(client)
    await client.query('COMMIT')
    return result
  })
}

/** The answer to a statement outside any transaction. @throws DatabaseUnreachableError, ConnectionLostError */
export function ask<Row extends QueryResultRow>(pool: Pool, text: string, values?: unknown[]) {
  return connected(pool, (client) => client.query<Row>(text, values))
}

/**
 * What `act` does, once more where the database asks for it or the connection is lost: for what may be done twice, since
 * the first time may have been done.
 */
export async function repeatedly<Result>(act: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await act()
    } catch (error) {
      const isPassing = error instanceof ConnectionLostError || hasCode(error, SERIALIZATION_FAILURE, DEADLOCK)
      if (!isPassing || attempt === ATTEMPTS) throw error
    }
  }
}

async function connected<Result>(pool: Pool, act: (client: PoolClient) => Promise<Result>): Promise<Result> {
  const client = await pool.connect().catch((cause: unknown) => {
    throw new DatabaseUnreachableError({ cause })
  })
  // A connection that is lost between two queries says so here, and again to the next query.
  const ignore = () => {}
  client.on('error', ignore)
  let isLost = false
  try {
    return await act(client)
  } catch (error) {
    // Where this fails the connection is lost, and the transaction with it.
    await client.query('ROLLBACK').catch(() => {
      isLost = true
    })
    throw isLost ? new ConnectionLostError({ cause: error }) : error
  } finally {
    client.off('error', ignore)
    client.release(isLost)
  }
}

/** Whether an error is PostgreSQL's of one of these codes. */
export function hasCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(error.code as string)
}
