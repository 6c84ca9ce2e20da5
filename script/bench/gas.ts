// `npm run bench:gas`: what whole transactions cost, beside what they should cost and what others' do. `--json` prints the
// figures alone, `--update` keeps them in contracts/snapshots/gas.json and docs/gas.md, which the tests hold them to.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { fail, root, run } from '../tasks/command.ts'
import { page } from './page.ts'
import { rows } from './rows.ts'

/** A transaction as the tests measured it, or several: see `contracts/test/gas/Gas.t.sol`. */
export type Figure = { name: string; units: number; gas: number; data: number; execution: number; floor: number }

/** Runs the tests that measure, which then compare with nothing. */
async function measure(): Promise<Figure[]> {
  const files = ['--match-path', 'contracts/test/gas/*', '--no-match-contract', 'DataAnswersGasTest']
  const { status, output } = await run('forge', ['test', ...files, '-vv', '--json'], {
    quiet: true,
    env: { GAS_FIGURES: 'true' },
  })
  const start = output.indexOf('{"contracts/')
  if (status !== 0 || start < 0) {
    console.error(output.slice(-4000))
    fail('forge did not measure: see the lines above.')
  }
  type Suites = Record<string, { test_results: Record<string, { decoded_logs: string[] }> }>
  const suites = JSON.parse(output.slice(start).split('\n')[0] as string) as Suites
  return Object.values(suites)
    .flatMap((suite) => Object.values(suite.test_results).flatMap((result) => result.decoded_logs))
    .filter((line) => line.startsWith('figure: '))
    .map((line) => JSON.parse(line.slice('figure: '.length)) as Figure)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, update: { type: 'boolean', default: false } },
})
const figures = await measure()
const named = new Map(figures.map((figure) => [figure.name, figure]))
const known = new Set(rows.map(({ name }) => name))
const [missing] = rows.filter(({ name }) => !named.has(name))
if (missing) fail(`no test measures ${missing.name}: see contracts/test/gas/.`)
const [unknown] = figures.filter(({ name }) => !known.has(name))
if (unknown) fail(`${unknown.name} has no row in script/bench/rows.ts.`)

if (values.update) {
  const kept = Object.fromEntries(figures.map(({ name, ...rest }) => [name, rest]))
  mkdirSync(join(root, 'contracts/snapshots'), { recursive: true })
  writeFileSync(join(root, 'contracts/snapshots/gas.json'), `${JSON.stringify(kept, null, 2)}\n`)
  writeFileSync(join(root, 'docs/gas.md'), page(named))
}
if (values.json) {
  const printed = rows.map(({ name, what, goal }) => {
    const { gas, units } = named.get(name) as Figure
    return { name: what, value: Math.round(gas / units), unit: 'gas', goal: goal ?? null, better: 'lower' }
  })
  console.log(JSON.stringify({ figures: printed }))
} else {
  console.log(page(named))
}
