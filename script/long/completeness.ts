import { fork } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { fail, root } from '../tasks/command.ts'
import type { Given, Part } from './part.ts'

export const completeness: Part = {
  about: '100,000 lies about honest batches, each to be proven on chain',
  run: (given) => runWorkers({ ...given, mutants: 100_000, forgeries: 0 }),
}

export const forgeries: Part = {
  about: '1,000,000 forgeries against honest batches, each to be refused on chain',
  run: (given) => runWorkers({ ...given, mutants: 20_000, forgeries: 1_000_000 }),
}

async function runWorkers(given: Given & { mutants: number; forgeries: number }) {
  const { folder, seed, until } = given
  const workers = Math.max(1, Math.min(8, availableParallelism()))
  const share = (whole: number) => Math.ceil(whole / workers)
  const size = { mutants: share(given.mutants), forgeries: share(given.forgeries) }
  const files = Array.from({ length: workers }, (_, worker) => join(folder, `worker-${worker}-of-${workers}.json`))
  const ended = files.map((file, worker) => {
    const task = JSON.stringify({ seed, worker, workers, ...size, file, until })
    const child = fork(join(root, 'sdk/test/completeness/long.ts'), [task])
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
