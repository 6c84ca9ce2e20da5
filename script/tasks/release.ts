// `npm run release`: writes what a version promises to contracts/snapshots/<version>: for each contract its ABI and storage
// layout.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { snapshots } from '../release/artifacts.ts'
import { version } from '../release/sources.ts'
import { done, root } from './command.ts'

const folder = join(root, 'contracts/snapshots', version())
const begin = performance.now()
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
const found = Object.entries(snapshots())
for (const [name, snapshot] of found)
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(snapshot, null, 2)}\n`)
done('snapshots', `${found.length} contracts of version ${version()}`, (performance.now() - begin) / 1000)
