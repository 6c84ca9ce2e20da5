import { existsSync, readFileSync, rmSync } from 'node:fs'
import { cpus } from 'node:os'
import { join, relative } from 'node:path'
import { root, run } from '../tasks/command.ts'
import { existing, type Given, keep, type Part } from './part.ts'

/** Runs of each slice, by `[profile.long.invariant]` of foundry.toml like their depth. */
const slices = 40
const test = 'contracts/test/invariant/System.t.sol'

type Slice = {
  runs: number
  calls: number
  reverts: number
  actions: Record<string, number>
  outcomes: Record<string, number>
}

export const invariants: Part = {
  about: 'every sentence of contracts/test/invariant/README.md, 1,000 runs of 100 calls each',
  run: runSlices,
}

/** Slice by slice, each with a seed of its own, so that those that are done are not run again. */
async function runSlices({ folder, seed, until }: Given) {
  const record = join(folder, 'slices.json')
  const done: Record<string, Slice> = existing(record)
  const left = Array.from({ length: slices }, (_, slice) => String(slice)).filter((slice) => !done[slice])
  let broken = ''
  const worker = async () => {
    for (let slice = left.shift(); slice && !broken && Date.now() < until; slice = left.shift()) {
      const found = await runSlice(folder, seed * slices + Number(slice))
      if (typeof found === 'string') {
        broken = found
        return
      }
      done[slice] = found
      keep(record, done)
    }
  }
  await Promise.all(Array.from({ length: Math.min(2, cpus().length) }, worker))
  const all = Object.values(done)
  if (!broken && all.length < slices) return undefined
  const sum = (of: (slice: Slice) => number) => all.reduce((total, slice) => total + of(slice), 0)
  const actions = total(all.map((slice) => slice.actions))
  const outcomes = total(all.map((slice) => slice.outcomes))
  const never = broken ? [] : expected().filter((name) => !outcomes[name])
  return {
    failed: (broken ? 1 : 0) + never.length + sum((slice) => slice.reverts),
    result: {
      sentences: sentences(),
      runs: sum((slice) => slice.runs),
      depth: 100,
      calls: sum((slice) => slice.calls),
      reverts: sum((slice) => slice.reverts),
      never,
      ...(broken ? { broken } : {}),
      actions,
      outcomes,
    },
  }
}

/** One campaign; where a sentence fails, what forge says of it. */
async function runSlice(folder: string, seed: number): Promise<Slice | string> {
  const tally = join(folder, `tally-${seed}.txt`)
  rmSync(tally, { force: true })
  const env = { FOUNDRY_PROFILE: 'long', INVARIANT_TALLY: relative(root, tally), FOUNDRY_FUZZ_SEED: `${seed + 1}` }
  const args = ['test', '--match-path', test, '--match-test', 'invariant_', '--json']
  const { status, output } = await run('forge', args, { quiet: true, env })
  // A campaign that fails is followed by words.
  const line = output.split('\n').find((each) => each.startsWith('{"contracts/'))
  const suites: Record<string, Suite> = JSON.parse(line ?? '{}')
  const result = Object.values(suites)[0]?.test_results['invariant_AllSentences()']
  if (status !== 0 || result?.status !== 'Success' || !result.kind.Invariant) {
    return `seed ${seed + 1}: ${JSON.stringify(result ?? output.slice(-2000))}`
  }
  const { runs, calls, reverts, metrics } = result.kind.Invariant
  const actions = Object.fromEntries(
    Object.entries(metrics).map(([name, { calls }]) => [name.replace(/^.*\./, ''), calls]),
  )
  const outcomes = total(
    (existsSync(tally) ? readFileSync(tally, 'utf8') : '')
      .split('\n')
      // Forge ends with the last run once more.
      .slice(0, runs)
      .map((line) => Object.fromEntries(pairs(line).map(([name, count]) => [name, Number(count)]))),
  )
  return { runs, calls, reverts, actions, outcomes }
}

type Suite = {
  test_results: Record<
    string,
    {
      status: string
      kind: {
        Invariant?: { runs: number; calls: number; reverts: number; metrics: Record<string, { calls: number }> }
      }
    }
  >
}

function pairs(line: string) {
  return line
    .split(';')
    .filter(Boolean)
    .map((pair) => pair.split('='))
}

/** Sums by name, in the order of the names. */
function total(parts: Record<string, number>[]) {
  const sums: Record<string, number> = {}
  for (const part of parts) for (const [name, count] of Object.entries(part)) sums[name] = (sums[name] ?? 0) + count
  return Object.fromEntries(Object.entries(sums).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** All that actions count, as the test lists it. */
function expected() {
  const [, list = ''] = /OUTCOMES =\s*((?:"[^"]*"\s*)+);/.exec(readFileSync(join(root, test), 'utf8')) ?? []
  return list.replaceAll(/"\s*"?/g, '').split(';')
}

function sentences() {
  const readme = readFileSync(join(root, 'contracts/test/invariant/README.md'), 'utf8')
  return readme.match(/^\d+\. /gm)?.length ?? 0
}
