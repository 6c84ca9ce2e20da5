// Checks a batch as a watcher does, in a process of its own, so that the memory is its own: node check.ts STORE SEED ACCOUNTS COMMITMENT

import { checkLargeBatch } from '../../../../sdk/src/engine/index.ts'
import { createRandom } from '../words.ts'
import { folderBlobs } from './blobs.ts'
import { committed, factsOf, view } from './facts.ts'
import { makeCorpus } from './input.ts'

const [store, seed, accounts, text] = process.argv.slice(2) as [string, string, string, string]
const commitment = JSON.parse(text, (_, value) => (typeof value?.wei === 'string' ? BigInt(value.wei) : value))
const { source } = await makeCorpus(createRandom(Number(seed)), Number(accounts))
const facts = factsOf(source)
const before = process.cpuUsage()
const start = performance.now()
const verdict = await checkLargeBatch({
  batchId: 1n,
  batch: committed(commitment),
  read: folderBlobs(store).read,
  factsOf: () => facts,
  attribute: { ofVersion: () => ({ source, view }) },
})
const seconds = (performance.now() - start) / 1000
const { user, system } = process.cpuUsage(before)
if (!verdict.isRight) throw new TypeError('The batch that was measured is not right.')
const mostBytes = process.resourceUsage().maxRSS * 1024
process.stdout.write(JSON.stringify({ seconds, processorSeconds: (user + system) / 1e6, mostBytes }))
