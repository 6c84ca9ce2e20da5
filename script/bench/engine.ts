// `npm run bench:engine -- [--seed n] [--size small|full] [--only room] [--json]`: how fast the attribution engine is, beside
// what was asked and what the plain library takes in the same run. Another seed makes other texts, and so other figures.
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { fail } from '../tasks/command.ts'
import type { Ask, Figure } from './engine/figure.ts'
import { figures as hashing } from './engine/hashing.ts'
import { figures as postgres } from './engine/postgres.ts'
import { figures as text } from './engine/text.ts'
import { figures as windows } from './engine/windows.ts'

const rooms: Record<string, (ask: Ask) => Promise<Figure[]>> = { text, hashing, windows, postgres }

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    size: { type: 'string', default: 'full' },
    only: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
})
const { size, only } = values
const seed = Number(values.seed)
if (!Number.isSafeInteger(seed) || seed < 0) fail('--seed must be a whole number from 0 on.')
if (size !== 'small' && size !== 'full') fail('--size must be small or full.')
if (only !== undefined && !Object.hasOwn(rooms, only)) fail(`--only must be one of ${Object.keys(rooms).join(', ')}.`)

const chosen = Object.entries(rooms).filter(([name]) => only === undefined || name === only)
const figures: (Figure & { room: string })[] = []
for (const [room, run] of chosen) {
  for (const figure of await run({ seed, size })) figures.push({ room, ...figure })
}
const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`
if (values.json) {
  console.log(JSON.stringify({ input: { seed, size, rooms: chosen.map(([name]) => name), machine }, figures }, null, 2))
} else {
  for (const { room, name, value, unit, goal, better } of figures) {
    const asked = goal === undefined ? '' : `  (asked: ${better === 'higher' ? '≥' : '≤'} ${shown(goal)})`
    console.log(`${room}: ${name}: ${shown(value)} ${unit}${asked}`)
  }
}

function shown(value: number): string {
  return value.toLocaleString('en', { maximumSignificantDigits: 4 })
}
