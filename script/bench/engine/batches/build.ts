// Builds a batch in a process of its own, so that the memory is its own: node build.ts ANSWERS STORE

import { buildLargeBatch } from '../../../../sdk/src/engine/index.ts'
import { folderBlobs } from './blobs.ts'
import { chain, DATA_BPS, reserveOf } from './input.ts'

const [answers, store] = process.argv.slice(2) as [string, string]
const start = performance.now()
const { commitment } = await buildLargeBatch({
  ...chain,
  answers,
  dataBps: DATA_BPS,
  reserveOf,
  write: folderBlobs(store).write,
})
const seconds = (performance.now() - start) / 1000
const { user, system } = process.cpuUsage()
const text = JSON.stringify(
  { commitment, seconds, processorSeconds: (user + system) / 1e6, mostBytes: process.resourceUsage().maxRSS * 1024 },
  (_, value) => (typeof value === 'bigint' ? { wei: String(value) } : value),
)
process.stdout.write(text)
