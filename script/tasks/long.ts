// `npm run test:long -- --part <part> [--seed n] [--minutes n] [--restart]`: the long rung, part by part. A part that is
// stopped, or runs out of its minutes, goes on where it was when the same command runs again; when it is done its result
// stands in docs/proof/<part>.json.
import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { build } from './build.ts'
import { fail, root, run } from './command.ts'

type Part = {
  about: string
  /** Goes on with the part until it is done or `until`; what it found once it is done. */
  run(given: { folder: string; seed: number; until: number }): Promise<{ failed: number; result: object } | undefined>
}

const parts: Record<string, Part> = {
  completeness: {
    about: '100,000 lies about honest batches, each to be proven on chain',
    run: (given) => completeness({ ...given, mutants: 100_000, forgeries: 0 }),
  },
  forgeries: {
    about: '1,000,000 forgeries against honest batches, each to be refused on chain',
    run: (given) => completeness({ ...given, mutants: 20_000, forgeries: 1_000_000 }),
  },
  fuzz: { about: 'every fuzz test of the contracts with 5,000 runs', run: fuzz },
}

async function completeness(given: {
  folder: string
  seed: number
  until: number
  mutants: number
  forgeries: number
}) {
  const { folder, seed, until } = given
  const workers = Math.max(1, Math.min(8, availableParallelism()))
  const share = (whole: number) => Math.ceil(whole / workers)
  const size = { mutants: share(given.mutants), forgeries: share(given.forgeries) }
  const files = Array.from({ length: workers }, (_, worker) => join(folder, `worker-${worker}-of-${workers}.json`))
  const ended = files.map((file, worker) => {
    const task = JSON.stringify({ seed, worker, workers, ...size, file, until })
    const child = spawn(process.execPath, [join(root, 'sdk/test/completeness/long.ts'), task], { stdio: 'inherit' })
    return new Promise<number>((resolve) => child.on('close', (code) => resolve(code ?? 1)))
  })
  if ((await Promise.all(ended)).some((status) => status !== 0)) fail('a worker ended early: see the lines above.')
  const reports = files.map((file) => (JSON.parse(readFileSync(file, 'utf8')) as { report: Counted }).report)
  if (reports.some(({ mutants, forgeries }) => mutants < size.mutants || forgeries < size.forgeries)) return undefined
  const result = reports.reduce(together)
  return { failed: (result.failures as unknown[]).length, result }
}

type Counted = { mutants: number; forgeries: number; [field: string]: unknown }

/** Two reports as one: numbers add up, by name where they have names, and lists follow each other. */
function together(a: Counted, b: Counted): Counted {
  const add = (x: unknown, y: unknown, key: string): unknown => {
    if (key === 'seed') return x
    if (Array.isArray(x)) return [...x, ...(y as unknown[])]
    if (typeof x === 'number') return x + ((y as number | undefined) ?? 0)
    const [left, right] = [x, y] as Record<string, unknown>[]
    const keys = new Set([...Object.keys(left!), ...Object.keys(right!)])
    return Object.fromEntries([...keys].map((name) => [name, add(left![name] ?? 0, right![name] ?? 0, name)]))
  }
  return add(a, b, '') as Counted
}

/** File by file, so that those that are done are not run again. */
async function fuzz({ folder, until }: { folder: string; until: number }) {
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
    writeFileSync(record, JSON.stringify(done))
  }
  const counts = Object.values(done)
  const failed = counts.reduce((sum, count) => sum + count.failed, 0)
  const passed = counts.reduce((sum, count) => sum + count.passed, 0)
  return { failed, result: { runsOfEachFuzzTest: 5_000, tests: passed + failed, passed, failed } }
}

function existing(file: string): Record<string, never> {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return {}
  }
}

const { values } = parseArgs({
  options: {
    part: { type: 'string' },
    seed: { type: 'string', default: '1' },
    minutes: { type: 'string', default: '58' },
    restart: { type: 'boolean', default: false },
  },
})
const name = values.part ?? ''
const part = Object.hasOwn(parts, name) ? parts[name] : undefined
if (!part) {
  const list = Object.entries(parts).map(([each, { about }]) => `\n  --part ${each}: ${about}`)
  fail(`${name ? `there is no part ${name}` : 'say which part'}; there are${list.join('')}`)
}
const [seed, minutes] = [Number(values.seed), Number(values.minutes)]
if (!Number.isSafeInteger(seed) || seed < 0) fail('--seed must be a whole number from 0 on.')
if (!(minutes > 0)) fail('--minutes must be a number above 0.')
const git = (...args: string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim()
if (git('status', '--porcelain', '--untracked-files=no') !== '')
  fail('commit first: a result names the commit it is of.')
const commit = git('rev-parse', 'HEAD')
const folder = join(root, '.local/proof', `${name}-${commit}-${seed}`)
if (values.restart) rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
await build()

const begin = Date.now()
const timeFile = join(folder, 'seconds.json')
const before = Number((existing(timeFile) as { seconds?: number }).seconds ?? 0)
const outcome = await part.run({ folder, seed, until: begin + minutes * 60_000 })
const seconds = before + Math.round((Date.now() - begin) / 1000)
writeFileSync(timeFile, JSON.stringify({ seconds }))
if (!outcome) fail(`${name} is not done after ${minutes} minutes: run the same command again, and it goes on.`)
const proof = join(root, 'docs/proof')
mkdirSync(proof, { recursive: true })
const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`
const written = {
  part: name,
  command: `npm run test:long -- --part ${name} --seed ${seed}`,
  commit,
  seed,
  machine,
  seconds,
}
writeFileSync(join(proof, `${name}.json`), `${JSON.stringify({ ...written, ...outcome }, null, 2)}\n`)
console.log(
  `${name}: ${outcome.failed === 0 ? 'nothing failed' : `${outcome.failed} failed`}, in ${seconds} s; docs/proof/${name}.json`,
)
process.exit(outcome.failed === 0 ? 0 : 1)
