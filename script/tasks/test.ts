// `npm test`: every test of every runner, and one closing line over all of them.
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from './build.ts'
import { fail, root, run } from './command.ts'

type Counts = { passed: number; failed: number }

async function forge(): Promise<Counts> {
  const { status, output } = await run('forge', ['test'])
  const summary = /(\d+) tests? passed, (\d+) failed, (\d+) skipped \(\d+ total tests?\)\s*$/m.exec(
    output.slice(output.lastIndexOf('Ran ')),
  )
  if (!summary) fail('forge ended without its summary: see the lines above.')
  const counts = { passed: Number(summary[1]), failed: Number(summary[2]) }
  if (status !== 0 && counts.failed === 0) counts.failed = 1
  return counts
}

async function vitest(): Promise<Counts> {
  const folder = join(root, '.local/test')
  mkdirSync(folder, { recursive: true })
  const report = join(folder, 'vitest.json')
  rmSync(report, { force: true })
  const { status } = await run('vitest', [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...process.argv.slice(2),
  ])
  const result = JSON.parse(readFileSync(report, 'utf8')) as { numPassedTests: number; numFailedTests: number }
  const counts = { passed: result.numPassedTests, failed: result.numFailedTests }
  // A file that does not load, or an error outside any test, fails the run without failing a test.
  if (status !== 0 && counts.failed === 0) counts.failed = 1
  return counts
}

await build()
const all = [await forge(), await vitest()]
const passed = all.reduce((sum, { passed }) => sum + passed, 0)
const failed = all.reduce((sum, { failed }) => sum + failed, 0)
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed === 0 && passed > 0 ? 0 : 1)
