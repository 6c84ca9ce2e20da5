import type { Pool, PoolClient } from 'pg'

/** Of the statement's own moment: so that what another has committed while a lock was waited for is seen. */
export const WRITING = 'BEGIN ISOLATION LEVEL READ COMMITTED'
/** Of one moment for everything. Compiling a statement would take longer than these do. */
export const READING = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL jit = off'

/** What `act` does, in a transaction: all of it or nothing. */
export async function inTransaction<Result>(
  pool: Pool,
  begin: typeof WRITING | typeof READING,
  act: (client: PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect()
  // A connection that is lost between two queries says so here, and again to the next query.
  const ignore = () => {}
  client.on('error', ignore)
  let isLost = false
  try {
    await client.query(begin)
    const result = await act(client)
    await client.query('COMMIT')
    return result
  } catch (error) {
    // Where this fails the connection is lost, and the transaction with it: the error that led here is the one to tell.
    await client.query('ROLLBACK').catch(() => {
      isLost = true
    })
    throw error
  } finally {
    client.off('error', ignore)
    client.release(isLost)
  }
}

/** Whether an error is PostgreSQL's of one of these codes. */
export function hasCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(error.code as string)
}
