// `DATABASE_URL=postgresql://… node worker.ts <schema>`: indexes what is queued until nothing waits, beside any number of
// other workers on any machines. SIGTERM and SIGINT end it between two steps; what it had begun is left to the others.
import pg from 'pg'
import { openIndexTable } from './index.ts'

const [schema] = process.argv.slice(2)
const { DATABASE_URL: url } = process.env
if (!schema || !url) {
  console.error('Say which index: DATABASE_URL=postgresql://… node worker.ts <schema>.')
  process.exit(1)
}
const stopping = new AbortController()
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stopping.abort())
// Whoever started it has ended.
process.once('disconnect', () => stopping.abort())

const pool = new pg.Pool({ connectionString: url, max: 1 })
// A connection that is lost while nobody uses it: the next query says so.
pool.on('error', () => {})
try {
  const index = await openIndexTable(pool, { schema })
  await index.work({ signal: stopping.signal, onProgress: (progress) => process.send?.(progress) })
} catch (error) {
  if (!stopping.signal.aborted) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
} finally {
  await pool.end()
  if (process.connected) process.disconnect()
}
