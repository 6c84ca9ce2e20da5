// `npm run check`: formatter, linters, types, and that the generated files are current.
import { run } from './command.ts'
import { generate } from './generate.ts'

const checks: [string, string, string[]][] = [
  ['format and lint of TypeScript', 'biome', ['check']],
  ['format of Solidity', 'forge', ['fmt', '--check']],
  ['lint of Solidity', 'forge', ['lint', '--deny', 'notes']],
  ['types', 'tsc', ['--noEmit']],
  ['types of the indexer', 'tsc', ['--noEmit', '-p', 'indexer']],
]

let failed = 0
for (const [name, command, args] of checks) {
  const { status, output, seconds } = await run(command, args, { quiet: true })
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
