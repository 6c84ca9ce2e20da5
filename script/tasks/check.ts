// `npm run check`: formatter, linters, types, and that the generated files are current.
import { run } from './command.ts'
import { generate } from './generate.ts'

/** The linter compiles no code: where the build keeps its own, tests of a file that has changed would be missing without a word. */
const apart = { FOUNDRY_OUT: '.local/lint/out', FOUNDRY_CACHE_PATH: '.local/lint/cache' }

const checks: [string, string, string[], Record<string, string>?][] = [
  ['format and lint of TypeScript', 'biome', ['check']],
  ['format of Solidity', 'forge', ['fmt', '--check']],
  ['lint of Solidity', 'forge', ['lint', '--deny', 'notes'], apart],
  ['types', 'tsc', ['--noEmit']],
  ['types of the indexer', 'tsc', ['--noEmit', '-p', 'indexer']],
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
if (failed) {
  console.error(
    `openledger: ${failed} of ${checks.length} checks failed: mend what they say above (\`npm run format\` mends formats).`,
  )
  process.exit(1)
}
