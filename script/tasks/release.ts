// `npm run release`: keeps what a version promises in contracts/snapshots/<version>: for each contract its ABI and storage
// layout, and for all of them standard-input.json, the sources and settings by which anybody verifies the deployed code. It
// fails where that input does not compile to the code that the deploy script deploys.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { differing, snapshots } from '../release/artifacts.ts'
import { standardInput, version } from '../release/sources.ts'
import { build } from './build.ts'
import { done, fail, root } from './command.ts'

const folder = join(root, 'contracts/snapshots', version())
const begin = performance.now()
const found = Object.entries(snapshots())
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
for (const [name, snapshot] of found) write(`${name}.json`, snapshot)
done('snapshots', `${found.length} contracts of version ${version()}`, seconds(begin))

await build()
const start = performance.now()
const input = standardInput()
const different = differing(input)
if (different.length)
  fail(`the input for verification compiles to other code for ${different.join(', ')}: see script/release/sources.ts.`)
write('standard-input.json', input)
const sources = Object.keys(input.sources).length
done('verification', `${sources} sources give the deployed code of ${found.length} contracts`, seconds(start))

function write(name: string, content: unknown) {
  writeFileSync(join(folder, name), `${JSON.stringify(content, null, 2)}\n`)
}

function seconds(since: number) {
  return (performance.now() - since) / 1000
}
