import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { root, run } from '../tasks/command.ts'
import { existing, type Given, keep, type Part } from './part.ts'

export const fuzz: Part = { about: 'every fuzz test of the contracts with 5,000 runs', run: runFiles }

/** File by file, so that those that are done are not run again. */
async function runFiles({ folder, until }: Given) {
  const tests = join(root, 'contracts/test')
  const files = readdirSync(tests, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.t.sol'))
  const record = join(folder, 'files.json')
  const done: Record<string, { passed: number; failed: number }> = existing(record)
  for (const file of files.sort()) {
    if (done[file]) continue
    if (Date.now() > until) return undefined
    process.env.FOUNDRY_PROFILE = 'long'
    const { output } = await run('forge', ['test', '--match-path', join('contracts/test', file)])
    const summary = /(\d+) tests? passed, (\d+) failed/.exec(output.slice(output.lastIndexOf('Ran ')))
    // Helpers without tests have no summary.
    done[file] = { passed: Number(summary?.[1] ?? 0), failed: Number(summary?.[2] ?? 0) }
    keep(record, done)
  }
  const counts = Object.values(done)
  const failed = counts.reduce((sum, count) => sum + count.failed, 0)
  const passed = counts.reduce((sum, count) => sum + count.passed, 0)
  return { failed, result: { runsOfEachFuzzTest: 5_000, tests: passed + failed, passed, failed } }
}
