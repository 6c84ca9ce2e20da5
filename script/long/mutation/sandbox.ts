// A place where forge runs compiled mutants: an `out` and a cache of its own over the sources of the project.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { keep } from '../part.ts'
import type { Codes } from './solc.ts'

export type Sandbox = {
  root: string
  folder: string
  /** By `file:Contract`, the paths below `out`. */
  artifacts: Record<string, string[]>
  patched: Set<string>
}

/** How a run of tests ended: the tests that failed, whether it was stopped, and how long each file took. */
export type Run = { failed: string[]; timedOut: boolean; seconds: Record<string, number> }

/** What a run may cost, in seconds of a processor. */
const CPU_SECONDS = 900

/** A copy of what forge compiled, which must be up to date, in `folder` (below `root`, relative). */
export function openSandbox(root: string, folder: string): Sandbox {
  rmSync(join(root, folder), { recursive: true, force: true })
  mkdirSync(join(root, folder), { recursive: true })
  for (const each of ['out', 'cache'])
    cpSync(join(root, 'contracts', each), join(root, folder, each), { recursive: true })
  // forge takes the cache of another `out` for stale.
  const file = join(root, folder, 'cache/solidity-files-cache.json')
  const cache: Cache = JSON.parse(readFileSync(file, 'utf8'))
  Object.assign(cache.paths, { artifacts: join(folder, 'out'), build_infos: join(folder, 'out/build-info') })
  writeFileSync(file, JSON.stringify(cache))
  return { root, folder, artifacts: artifactsIn(cache), patched: new Set() }
}

type Cache = {
  paths: Record<string, string>
  files: Record<string, { artifacts: Record<string, Record<string, Record<string, { path: string }>>> }>
}

/** Where forge keeps a contract: once for each way in which it compiled it, the deployed way and that of tests. */
function artifactsIn({ files }: Cache): Record<string, string[]> {
  const ways = Object.entries(files).flatMap(([file, { artifacts }]) =>
    Object.entries(artifacts).map(([contract, versions]) => {
      const places = Object.values(versions).flatMap((profiles) => Object.values(profiles).map(({ path }) => path))
      return [`${file}:${contract}`, places] as const
    }),
  )
  return Object.fromEntries(ways)
}

/** Puts this code into the artifacts, and into no others. Contracts that forge keeps no artifact of are left out. */
export function patch(sandbox: Sandbox, codes: Codes) {
  const { root, folder, patched } = sandbox
  for (const artifact of patched) cpSync(join(root, 'contracts/out', artifact), join(root, folder, 'out', artifact))
  patched.clear()
  for (const [name, code] of Object.entries(codes)) {
    if (code === '') continue
    if (!/^[0-9a-f]+$/.test(code)) throw new Error(`${name} has to be linked: its artifact cannot be replaced.`)
    for (const artifact of sandbox.artifacts[name] ?? []) {
      const content = JSON.parse(readFileSync(join(root, 'contracts/out', artifact), 'utf8'))
      content.bytecode.object = `0x${code}`
      keep(join(root, folder, 'out', artifact), content)
      patched.add(artifact)
    }
  }
}

/**
 * Runs the tests of these files up to the first that fails.
 * @param options `all`: to the end; `without`: not tests of these names; `only`: only these; `runs`: of
 * each fuzz test
 */
export function runTests(
  { root, folder }: Sandbox,
  files: readonly string[],
  options: { all?: boolean; without?: readonly string[]; only?: readonly string[]; runs?: number } = {},
): Run {
  const { without = [], only = [] } = options
  const args = [
    'test',
    '--json',
    '--threads',
    '1',
    '--match-path',
    files.length === 1 ? files[0]! : `{${files.join()}}`,
  ]
  if (!options.all) args.push('--fail-fast')
  if (without.length > 0) args.push('--no-match-test', named(without))
  if (only.length > 0) args.push('--match-test', named(only))
  rmSync(join(root, folder, 'failures'), { recursive: true, force: true })
  const { status, signal, stdout, stderr, error } = spawnSync(
    'sh',
    // Counted in seconds of a processor, so that a busy machine does not pass for a mutant that never ends.
    ['-c', `ulimit -t ${CPU_SECONDS}; exec forge "$@"`, 'sh', ...args],
    {
      cwd: root,
      env: {
        ...process.env,
        FOUNDRY_OUT: join(folder, 'out'),
        FOUNDRY_CACHE_PATH: join(folder, 'cache'),
        // What failed with one mutant is not tried again with the next, nor in the project.
        FOUNDRY_FUZZ_FAILURE_PERSIST_DIR: join(folder, 'failures/fuzz'),
        FOUNDRY_INVARIANT_FAILURE_PERSIST_DIR: join(folder, 'failures/invariant'),
        FOUNDRY_TEST_FAILURES_FILE: join(folder, 'failures/tests'),
        ...(options.runs ? { FOUNDRY_FUZZ_RUNS: `${options.runs}` } : {}),
      },
      encoding: 'utf8',
      maxBuffer: 2 ** 30,
    },
  )
  if (error) throw error
  if (signal === 'SIGXCPU' || signal === 'SIGKILL') return { failed: [], timedOut: true, seconds: {} }
  // Its status is 0 whatever the tests say, when it answers with JSON.
  const start = stdout.indexOf('{"')
  if (start === -1) throw new Error(`forge ended with ${status ?? signal} and no result:\n${stdout}\n${stderr}`)
  const suites = JSON.parse(stdout.slice(start)) as Record<string, Suite>
  const failed = Object.entries(suites).flatMap(([suite, { test_results }]) =>
    Object.entries(test_results)
      .filter(([, test]) => test.status === 'Failure')
      .map(([test]) => `${suite}.${test}`),
  )
  const seconds: Record<string, number> = {}
  for (const [suite, { duration }] of Object.entries(suites)) {
    const file = suite.slice(0, suite.indexOf(':'))
    seconds[file] = (seconds[file] ?? 0) + secondsOf(duration)
  }
  return { failed, timedOut: false, seconds }
}

type Suite = { duration: string; test_results: Record<string, { status: string }> }

/** Of a time as forge writes it: `1m 2s 769ms 438µs 585ns`. */
function secondsOf(duration: string): number {
  const units: Record<string, number> = { m: 60, s: 1, ms: 1e-3, µs: 1e-6, ns: 1e-9 }
  return duration.split(' ').reduce((sum, part) => {
    const [, value, unit = ''] = /^([\d.]+)(\D+)$/.exec(part) ?? []
    if (!value || !units[unit]) throw new Error(`forge writes a time as ${duration}.`)
    return sum + Number(value) * units[unit]
  }, 0)
}

const named = (tests: readonly string[]) => `^(${tests.join('|')})\\(`
