// Judges mutants in a thread of its own: both the compiler and forge keep it waiting.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { type Ground, judge, type Plan } from './judge.ts'
import type { Mutant } from './mutants.ts'
import { openSandbox } from './sandbox.ts'
import { apply } from './source.ts'

export type Task = { place: number; mutant: Mutant; plan: Plan }

const { root, folder, ground } = workerData as { root: string; folder: string; ground: Ground }
const sandbox = openSandbox(root, folder)

parentPort!.on('message', ({ place, mutant, plan }: Task) => {
  const mutated = apply({ bytes: readFileSync(join(root, mutant.file)) }, mutant.edit)
  parentPort!.postMessage({ place, verdict: judge(sandbox, ground, mutant, mutated, plan) })
})
