// Commits a batch as `openledger batch commit` does, and kills itself at a moment of it:
//   node cli/test/killed.ts MODEL DATA PHASE
import { join } from 'node:path'
import { connect, openStore, readAccount } from '../src/config.ts'
import { commitBatch } from '../src/operator/batches.ts'
import { currentTerm } from '../src/operator/pending.ts'

const [model, data, moment] = process.argv.slice(2) as [string, string, string]
const connection = await connect({}, readAccount(undefined))
await commitBatch(connection, openStore({}), await currentTerm(connection, BigInt(model)), {
  journal: join(data, 'journal.jsonl'),
  data,
  onProgress({ phase }) {
    if (phase === moment) process.kill(process.pid, 'SIGKILL')
  },
})
