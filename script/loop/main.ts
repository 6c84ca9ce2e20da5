// `npm start` once all is compiled: the whole loop on a local chain.
//   node script/loop/main.ts [--exit] [--keep] [--json] [--data FOLDER] [--seed N]
// --exit ends with status 0 after the loop, which otherwise goes on serving until Ctrl-C; --keep goes on from the last
// chain; --json prints nothing but the result, as JSON; it is in summary.json of the data folder in any case.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { OpenLedgerError } from '@openledger/sdk'
import { runLoop } from './loop.ts'
import { createProcesses } from './processes.ts'
import { createProgress } from './progress.ts'
import { report, summary } from './report.ts'

/** What a run leaves in the data folder, and a new one begins without. */
const REMAINS = ['chain.json', 'store', 'operator', 'receipts', 'indexer', 'summary.json']

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        exit: { type: 'boolean', default: false },
        keep: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        data: { type: 'string', default: join(import.meta.dirname, '../../.local/start') },
        seed: { type: 'string', default: '1' },
      },
    })
    if (/^\d{1,9}$/.test(values.seed)) return values
    console.error(`openledger: --seed is ${values.seed}: give a whole number.`)
  } catch (error) {
    console.error(`openledger: ${sentenceOf(error)}`)
  }
  return process.exit(2)
}

const values = readOptions()
const data = resolve(values.data)
const processes = createProcesses()
const progress = createProgress({ isSilent: values.json })
let stopIndexer: (() => Promise<void>) | undefined

const stopped = new Promise<number>((done) => {
  process.once('SIGINT', () => done(130))
  process.once('SIGTERM', () => done(143))
  process.once('SIGHUP', () => done(129))
})

async function run(): Promise<number> {
  mkdirSync(data, { recursive: true })
  if (!values.keep) for (const name of REMAINS) rmSync(join(data, name), { recursive: true, force: true })
  const end = await runLoop({ data, seed: Number(values.seed), processes, progress })
  stopIndexer = end.stopIndexer
  const result = { ...end.result, taken: progress.taken }
  const json = JSON.stringify(summary(result), (_, value) => (typeof value === 'bigint' ? String(value) : value), 2)
  writeFileSync(join(data, 'summary.json'), `${json}\n`)
  console.log(values.json ? json : report(result, end.fileAt))
  if (values.exit) return 0
  if (!values.json) console.log('Serving until Ctrl-C.')
  await stopped
  return 0
}

function sentenceOf(error: unknown): string {
  if (error instanceof OpenLedgerError || (error instanceof TypeError && 'code' in error)) return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

const status = await Promise.race([
  stopped,
  run().catch((error: unknown) => {
    console.error(`openledger: ${sentenceOf(error)}`)
    return 1
  }),
])
await stopIndexer?.()
await processes.stopAll()
process.exit(status)
