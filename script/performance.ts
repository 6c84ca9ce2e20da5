// Writes docs/performance.md and its plots from what the benchmark of the engine kept; with `--check` fails when one is stale.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { type Kept, page } from './bench/engine/page.ts'
import { plotOf } from './bench/engine/plots.ts'

const docs = new URL('../docs/', import.meta.url)
const kept: Record<string, Kept> = JSON.parse(readFileSync(new URL('performance/engine.json', docs), 'utf8'))
const points = kept.curves?.figures ?? []
const files = {
  'performance.md': page(kept),
  'performance/time.svg': plotOf('time', points),
  'performance/memory.svg': plotOf('memory', points),
  'performance/latency.svg': plotOf('latency', points),
}
for (const [name, content] of Object.entries(files)) {
  const file = new URL(name, docs)
  if (!process.argv.includes('--check')) writeFileSync(file, content)
  else if (!existsSync(file) || readFileSync(file, 'utf8') !== content) {
    console.error(`openledger: docs/${name} is stale: run \`npm run generate\` and commit what it writes.`)
    process.exitCode = 1
  }
}
