import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { withFaultySources } from '../oracle/faults.ts'
import { checks } from './tableChecks.ts'
import { type Server, startServer, type TableEngine } from './tables.ts'

let server: Server
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())

/** The index of a copy of the sources. */
async function tablesOf(sources: string): Promise<TableEngine> {
  const files = ['attribute.ts', 'postgres/index.ts']
  const modules = await Promise.all(files.map((file) => import(/* @vite-ignore */ join(sources, 'engine', file))))
  return Object.assign({}, ...modules)
}

const DONE = `await client.query(\`DELETE FROM \${tables.waiting} WHERE id = $1\`, [batch.id])
  await queue.remove(client, batch.id)`

describe('the checks find a fault of one in the index in PostgreSQL', () => {
  test.each<[string, keyof typeof checks, string, string, string]>([
    ['no fault', 'agrees', 'work.ts', 'const CHUNK', 'const CHUNK'],
    [
      'ON CONFLICT dropped',
      'given again',
      'append.ts',
      'ON CONFLICT (submission_id, leaf_index) DO NOTHING RETURNING',
      'RETURNING',
    ],
    [
      'what is stored written over',
      'given again',
      'append.ts',
      'DO NOTHING RETURNING submission_id, leaf_index',
      'DO UPDATE SET text = excluded.text RETURNING contributions.submission_id, contributions.leaf_index',
    ],
    ['another text at a place', 'given again', 'append.ts', 'held.text <> given.text OR ', ''],
    ['another contributor at a place', 'given again', 'append.ts', ' OR held.contributor <> given.contributor', ''],
    [
      'what was stored before is indexed again',
      'given again',
      'append.ts',
      'int8Array(rows.map((row) => BigInt(row.submission_id))),\n      int8Array(rows.map((row) => BigInt(row.leaf_index))),',
      'columns[0],\n      columns[1],',
    ],
    ['a batch nobody waits for', 'not indexed yet', 'lookup.ts', 'await checkIndexed(client, tables, view)', ''],
    [
      'a batch that is irrelevant to one version is to all',
      'not indexed yet',
      'lookup.ts',
      'let ofView = irrelevant.get(view)',
      'view = view.standingOf ? (irrelevant as any).one ??= {} : view\n  let ofView = irrelevant.get(view)',
    ],
    [
      'only what is revoked waited for',
      'not indexed yet',
      'lookup.ts',
      "(place) !== 'None')",
      "(place) === 'Revoked')",
    ],
    [
      'the latest place',
      'agrees',
      'lookup.ts',
      'ORDER BY submission_id, leaf_index LIMIT',
      'ORDER BY submission_id DESC, leaf_index DESC LIMIT',
    ],
    [
      'leaves before submissions',
      'agrees',
      'lookup.ts',
      'ORDER BY submission_id, leaf_index LIMIT',
      'ORDER BY leaf_index, submission_id LIMIT',
    ],
    ['no comparison of bytes', 'agrees', 'lookup.ts', 'FOR size) = (\n', 'FOR size) IS NOT NULL OR NULL = (\n'],
    ['a window that ends within a word', 'agrees', 'lookup.ts', 'endOf(window) + 1 - pairs', 'endOf(window) - pairs'],
    ['the last candidate', 'agrees', 'lookup.ts', 'if (hits[window]) continue', ''],
    ['what is not accepted owns', 'agrees', 'lookup.ts', "if (standing !== 'None')", 'if (true)'],
    [
      'revoked sources that own nothing',
      'agrees',
      'lookup.ts',
      "if (standing !== 'None')",
      "if (standing === 'Eligible')",
    ],
    ['no further candidates', 'agrees', 'lookup.ts', '!hits[window] && !isLast', 'false'],
    [
      'no more than eight further candidates',
      'many candidates',
      'lookup.ts',
      'ORDER BY submission_id, leaf_index LIMIT $7',
      'ORDER BY submission_id, leaf_index LIMIT least($7, 8)',
    ],
    [
      'a byte before the support not read',
      'agrees',
      'lookup.ts',
      'Math.max(0, alignment - 1)',
      'Math.max(0, alignment)',
    ],
    ['texts as of one alignment', 'agrees', 'lookup.ts', 'Math.max(to, known?.to ?? to)', 'to'],
    ['contributions in the order found', 'agrees', 'lookup.ts', '.sort(comparePlaces)', ''],
    ['a row for another place', 'agrees', 'work.ts', 'ordinalAt(segment, position)', '0'],
    [
      'an answer of several moments',
      'one moment',
      'transaction.ts',
      'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY',
      'BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY',
    ],
    [
      'a job acknowledged before its rows are committed',
      'connections lost',
      'work.ts',
      'const segment = await buildSegment(',
      `${DONE}\n  await client.query('COMMIT')\n  await client.query('BEGIN')\n  const segment = await buildSegment(`,
    ],
    [
      'rows committed before the batch is done',
      'connections lost',
      'work.ts',
      `  await client.query(\`DELETE FROM \${tables.waiting} WHERE`,
      `  await client.query('COMMIT')\n  await client.query('BEGIN')\n  await client.query(\`DELETE FROM \${tables.waiting} WHERE`,
    ],
    [
      'a lost connection that is not replaced',
      'connections lost',
      'transaction.ts',
      'error instanceof ConnectionLostError ||',
      'false ||',
    ],
    [
      'a deadlock that ends the work',
      'transactions that must be begun again',
      'transaction.ts',
      'SERIALIZATION_FAILURE, DEADLOCK)',
      'SERIALIZATION_FAILURE)',
    ],
    [
      'transactions begun again for ever',
      'transactions that must be begun again',
      'transaction.ts',
      'attempt === ATTEMPTS',
      'attempt === 10 * ATTEMPTS',
    ],
    [
      'no lock on a batch of the queue',
      'one at a time',
      'work.ts',
      'WHERE id = $1 FOR UPDATE SKIP LOCKED',
      'WHERE id = $1',
    ],
    [
      'no lock on a batch that is left',
      'one at a time',
      'work.ts',
      'ORDER BY id LIMIT 1 FOR UPDATE',
      'ORDER BY id LIMIT 1',
    ],
    [
      'done while others have batches',
      'one at a time',
      'work.ts',
      'ORDER BY id LIMIT 1 FOR UPDATE',
      'ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED',
    ],
    [
      'what the queue lost is lost',
      'jobs that come again',
      'work.ts',
      '(await repeatedly(() => takeLeft(index, queue, options)))',
      'undefined',
    ],
    [
      'jobs that stay in the queue',
      'jobs that come again',
      'work.ts',
      'if (!rows[0]) await queue.remove(client, id)',
      'if (!rows[0]) return undefined',
    ],
  ])('%s', async (name, check, file, sound, faulty) => {
    await withFaultySources({ file: join('engine/postgres', file), sound, faulty }, async (sources) => {
      const outcome = Promise.resolve(checks[check](await tablesOf(sources), server))
      if (name === 'no fault') await outcome
      else await expect(outcome).rejects.toThrow()
    })
  })
})
