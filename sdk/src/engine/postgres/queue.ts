import type { Pool, PoolClient } from 'pg'
import PgBoss from 'pg-boss'
import { ask, repeatedly } from './transaction.ts'

/** The queue of an index, in a schema of its own: a job for each batch, of the batch's id. */
export type Queue = {
  /** Puts a batch into the queue when the transaction ends. */
  add(client: PoolClient, id: string): Promise<void>
  /**
   * Takes a batch for as long as the transaction lasts. If it does not end well the batch is in the queue again, at once:
   * also when the process was killed.
   */
  take(client: PoolClient): Promise<string | undefined>
  /** Takes a batch out of the queue for ever when the transaction ends. */
  remove(client: PoolClient, id: string): Promise<void>
}

const NAME = 'windows'

/** Makes the queue, or leaves it as it is. */
export async function createQueue(pool: Pool, schema: string): Promise<void> {
  const boss = bossOf(pool, schema, true)
  await boss.start()
  await boss.createQueue(NAME)
  await boss.stop({ graceful: false })
}

/** The queue that is there. */
export async function openQueue(pool: Pool, schema: string): Promise<Queue> {
  const boss = bossOf(pool, schema, false)
  // Looks whether the tables are those of this release; nothing goes on in the background.
  await repeatedly(() => boss.start())
  return {
    async add(client, id) {
      await boss.insert([{ id, name: NAME }], { db: within(client) })
    },
    async take(client) {
      const db = within(client)
      const [job] = await boss.fetch(NAME, { db })
      // It keeps errors for itself.
      if (db.failure) throw db.failure
      return job?.id
    },
    async remove(client, id) {
      await boss.deleteJob(NAME, id, { db: within(client) })
    },
  }
}

function bossOf(pool: Pool, schema: string, migrate: boolean): PgBoss {
  const db = { executeSql: (text: string, values?: unknown[]) => ask(pool, text, values) }
  return new PgBoss({ db, schema: `${schema}_queue`, migrate, supervise: false, schedule: false })
}

function within(client: PoolClient) {
  const db = {
    failure: undefined as unknown,
    async executeSql(text: string, values: unknown[]) {
      try {
        return await client.query(text, values)
      } catch (error) {
        db.failure = error
        throw error
      }
    },
  }
  return db
}
