// `npm run check`: formatter, linters, types, that the generated files are current, and that the kept input for verification
// compiles to the contracts' code.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { differing } from '../release/artifacts.ts'
import { version } from '../release/sources.ts'
import { root, run } from './command.ts'
import { generate } from './generate.ts'

/** The linter compiles no code: where the build keeps its own, tests of a file that has changed would be missing without a word. */
const apart = { FOUNDRY_OUT: '.local/lint/out', FOUNDRY_CACHE_PATH: '.local/lint/cache' }

const checks: [string, string, string[], Record<string, string>?][] = [
  ['format and lint of TypeScript', 'biome', ['check']],
  ['format of Solidity', 'forge', ['fmt', '--check']],
  ['lint of Solidity', 'forge', ['lint', '--deny', 'notes'], apart],
  ['types', 'tsc', ['--noEmit']],
  ['types of the indexer', 'tsc', ['--noEmit', '-p', 'indexer']],
  ['packages as applications meet them', process.execPath, ['script/packages/check.ts']],
]

let failed = 0
for (const [name, command, args, env = {}] of checks) {
  const { status, output, seconds } = await run(command, args, { quiet: true, env })
  if (status !== 0) {
    failed++
    console.error(output)
  }
  console.log(`${status === 0 ? '✓' : '✗'} ${name} (${seconds.toFixed(1)} s)`)
}
await generate(true)
const begin = performance.now()
const kept = readFileSync(join(root, 'contracts/snapshots', version(), 'standard-input.json'), 'utf8')
const different = differing(JSON.parse(kept))
if (different.length) {
  failed++
  console.error(`The kept standard-input.json gives other code for ${different.join(', ')}: run \`npm run release\`.`)
}
const seconds = ((performance.now() - begin) / 1000).toFixed(1)
console.log(`${different.length ? '✗' : '✓'} input for verification gives the contracts' code (${seconds} s)`)
if (failed) {
  console.error(
    `openledger: ${failed} of ${checks.length + 1} checks failed: mend what they say above (\`npm run format\` mends formats).`,
  )
  process.exit(1)
}
