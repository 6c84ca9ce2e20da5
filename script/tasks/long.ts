// `npm run test:long -- --part <part> [--seed n] [--minutes n] [--restart]`: the long rung, part by part. A part that is
// stopped, or runs out of its minutes, goes on where it was when the same command runs again; when it is done its result
// stands in docs/proof/<part>.json.
import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { completeness, forgeries } from '../long/completeness.ts'
import { engine } from '../long/engine.ts'
import { fuzz } from '../long/fuzz.ts'
import { invariants } from '../long/invariants.ts'
import { mutation } from '../long/mutation.ts'
import { existing, keep, type Part } from '../long/part.ts'
import { programs } from '../long/programs.ts'
import { build } from './build.ts'
import { fail, root } from './command.ts'

const parts: Record<string, Part> = { completeness, engine, forgeries, fuzz, invariants, mutation, programs }

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
const secondsUntilNow = () => before + Math.round((Date.now() - begin) / 1000)
process.on('exit', () => keep(timeFile, { seconds: secondsUntilNow() }))
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1))
const outcome = await part.run({ folder, seed, until: begin + minutes * 60_000 })
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
  seconds: secondsUntilNow(),
}
writeFileSync(join(proof, `${name}.json`), `${JSON.stringify({ ...written, ...outcome }, null, 2)}\n`)
console.log(
  `${name}: ${outcome.failed === 0 ? 'nothing failed' : `${outcome.failed} failed`}, in ${written.seconds} s; docs/proof/${name}.json`,
)
process.exit(outcome.failed === 0 ? 0 : 1)
