// `npm run bench:engine -- [--seed n] [--size small|full] [--only room] [--json] [--update]`: how fast the attribution engine
// is, beside what was asked and what the plain library takes in the same run. Another seed makes other texts, and so other
// figures. `--update` keeps them for docs/performance.md.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { fail, root } from '../tasks/command.ts'
import { figures as batches } from './engine/batches.ts'
import { figures as curves } from './engine/curves.ts'
import type { Ask, Figure } from './engine/figure.ts'
import { figures as hashing } from './engine/hashing.ts'
import { digestOfInput } from './engine/input.ts'
import type { Kept } from './engine/page.ts'
import { figures as postgres } from './engine/postgres.ts'
import { figures as text } from './engine/text.ts'
import { figures as whole } from './engine/whole.ts'
import { figures as windows } from './engine/windows.ts'

const rooms: Record<string, (ask: Ask) => Promise<Figure[]>> = {
  whole,
  text,
  hashing,
  windows,
  batches,
  curves,
  postgres,
}

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    size: { type: 'string', default: 'full' },
    only: { type: 'string' },
    json: { type: 'boolean', default: false },
    update: { type: 'boolean', default: false },
  },
})
const { size, only } = values
const seed = Number(values.seed)
if (!Number.isSafeInteger(seed) || seed < 0) fail('--seed must be a whole number from 0 on.')
if (size !== 'small' && size !== 'full') fail('--size must be small or full.')
if (only !== undefined && !Object.hasOwn(rooms, only)) fail(`--only must be one of ${Object.keys(rooms).join(', ')}.`)

if (values.update && size === 'small') fail('--update keeps the full size: leave out --size.')

const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`
const figures: (Figure & { room: string })[] = []
/** Of each room's input: another seed gives others. */
const digests: Record<string, string> = {}
const chosen = Object.keys(rooms).filter((name) => only === undefined || name === only)
for (const room of chosen) {
  const load = loadavg()[0]!
  const begin = performance.now()
  const { found, digest } = only === undefined ? inProcess(room) : await measure(room, { seed, size })
  digests[room] = digest
  for (const figure of found) figures.push({ room, ...figure })
  if (values.update) keep(room, { load, seconds: (performance.now() - begin) / 1e3, figures: found })
}
if (values.update) execFileSync(process.execPath, [join(root, 'script/performance.ts')], { stdio: 'inherit' })
if (values.json) {
  console.log(JSON.stringify({ input: { seed, size, rooms: chosen, machine, digests }, figures }, null, 2))
} else {
  for (const { room, name, value, unit, goal, better } of figures) {
    const asked = goal === undefined ? '' : `  (asked: ${better === 'higher' ? '≥' : '≤'} ${shown(goal)})`
    console.log(`${room}: ${name}: ${shown(value)} ${unit}${asked}`)
  }
}

type Measured = { found: Figure[]; digest: string }

async function measure(room: string, ask: Ask): Promise<Measured> {
  const found = await rooms[room]!(ask)
  return { found, digest: digestOfInput() }
}

/** A room in a process of its own: what others leave in memory, and have made of the code, changes nothing. */
function inProcess(room: string): Measured {
  const asked = ['--only', room, '--seed', String(seed), '--size', size as string, '--json']
  const output = execFileSync(process.execPath, [import.meta.filename, ...asked], {
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const { input, figures } = JSON.parse(output) as {
    input: { digests: Record<string, string> }
    figures: (Figure & { room?: string })[]
  }
  return { found: figures.map(({ room: _, ...figure }) => figure), digest: input.digests[room]! }
}

/** Beside what is kept of the other rooms. */
function keep(room: string, measured: Pick<Kept, 'load' | 'seconds' | 'figures'>): void {
  const folder = join(root, 'docs/performance')
  const file = join(folder, 'engine.json')
  const commit = execFileSync('git', ['rev-parse', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim()
  const kept: Record<string, Kept> = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
  mkdirSync(folder, { recursive: true })
  kept[room] = { seed, commit, machine, ...measured }
  writeFileSync(file, `${JSON.stringify(kept, null, 2)}\n`)
}

function shown(value: number): string {
  return value.toLocaleString('en', { maximumSignificantDigits: 4 })
}
