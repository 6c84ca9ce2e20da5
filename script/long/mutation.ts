import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { root } from '../tasks/command.ts'
import { affected, embedding, hosts, readProject } from './mutation/affected.ts'
import { fileOf, type Ground, type Plan, prepare, type Verdict } from './mutation/judge.ts'
import { inOrder, type Mutant, mutantsOf } from './mutation/mutants.ts'
import { checkKnown, counts, type Equivalent, key, report } from './mutation/report.ts'
import { openSandbox } from './mutation/sandbox.ts'
import type { Task } from './mutation/worker.ts'
import { existing, type Given, keep, type Part } from './part.ts'

export const mutation: Part = {
  about: '150 mutants of the contracts, each of which a test must kill',
  run: judgeMutants,
}

/** What is mutated. */
const SOURCES = 'contracts/src/{libraries,attribution,payment}/**/*.sol'
const COUNT = 150
const WORKERS = 2
/** Test files that are asked at once, and before the rest. */
const FIRST = 4
/** What killed a mutant in an earlier run is asked first in the next one. */
const KILLERS = join(root, '.local/mutation/killers.json')
const EQUIVALENTS = 'script/long/mutation-equivalents.json'

async function judgeMutants({ folder, seed, until }: Given) {
  const files = globSync(SOURCES, { cwd: root }).filter((file) => !file.includes('/generated/'))
  const all = mutantsOf(root, files.sort())
  const equivalents: Equivalent[] = JSON.parse(readFileSync(join(root, EQUIVALENTS), 'utf8'))
  checkKnown(equivalents, all)

  const project = readProject(root)
  const killers: Record<string, string> = existing(KILLERS)
  const immortal = new Set(equivalents.map(key))
  const plan = (mutant: Mutant): Plan => {
    const tests = affected(project, mutant)
    const killer = killers[key(mutant)]
    return {
      compiled: [...hosts(project, mutant.file), ...embedding(project, mutant.file)],
      tests: killer && tests.includes(killer) ? [killer, ...tests.filter((test) => test !== killer)] : tests,
      first: immortal.has(key(mutant)) ? 0 : killer ? 1 : FIRST,
    }
  }
  const order = inOrder(all, seed)
  const ground = groundOf(
    folder,
    [...project.imports.keys()],
    [...new Set(files.flatMap((file) => plan({ file, within: '' } as Mutant).tests))],
  )
  const record = join(folder, 'verdicts.json')
  const verdicts: Record<number, Verdict> = existing(record)
  const isDone = await inThreads(order, plan, ground, verdicts, until, () => keep(record, verdicts))
  for (const [place, { by }] of Object.entries(verdicts)) if (by) killers[key(order[Number(place)]!)] = fileOf(by)
  keep(KILLERS, killers)
  return isDone ? report(order, verdicts, ground.measuring, equivalents) : undefined
}

/** Of this commit, made once. */
function groundOf(folder: string, files: readonly string[], tests: readonly string[]): Ground {
  const file = join(folder, 'ground.json')
  const kept = existing(file) as Partial<Ground>
  if (kept.base) return kept as Ground
  const contracts = files.filter((each) => /^contracts\/src\/(?!interfaces|types)/.test(each))
  const ground = prepare(openSandbox(root, '.local/mutation/ground'), contracts, tests)
  keep(file, ground)
  return ground
}

/** Has the mutants judged in their order until enough of them count; false where the time was over before. */
async function inThreads(
  order: readonly Mutant[],
  plan: (mutant: Mutant) => Plan,
  ground: Ground,
  verdicts: Record<number, Verdict>,
  until: number,
  save: () => void,
): Promise<boolean> {
  let next = 0
  let running = 0
  const isEnough = () => Object.values(verdicts).filter(counts).length >= COUNT
  const take = (): Task | undefined => {
    while (verdicts[next]) next++
    // As many run as may still be needed, so that those that count are the first of the order.
    if (Object.values(verdicts).filter(counts).length + running >= COUNT || Date.now() > until) return undefined
    const mutant = order[next]
    if (!mutant) throw new Error(`There are not ${COUNT} mutants that compile.`)
    running++
    return { place: next++, mutant, plan: plan(mutant) }
  }
  const idle: Worker[] = []
  const workers = Array.from({ length: WORKERS }, (_, i) => {
    const workerData = { root, folder: `.local/mutation/${i}`, ground }
    return new Worker(join(import.meta.dirname, 'mutation/worker.ts'), { workerData })
  })
  await new Promise<void>((resolve, reject) => {
    const give = (worker: Worker) => {
      const task = take()
      if (task) worker.postMessage(task)
      else idle.push(worker)
      if (idle.length === WORKERS) resolve()
    }
    for (const worker of workers) {
      worker.on('error', reject)
      worker.on('message', ({ place, verdict }: { place: number; verdict: Verdict }) => {
        running--
        verdicts[place] = verdict
        save()
        say(order[place]!, verdict)
        for (const each of [worker, ...idle.splice(0)]) give(each)
      })
      give(worker)
    }
  }).finally(() => Promise.all(workers.map((worker) => worker.terminate())))
  return isEnough()
}

function say({ file, line, within, operator, original, mutated }: Mutant, { outcome, by, seconds }: Verdict) {
  console.log(`${outcome}${by ? ` by ${by}` : ''}: ${file}:${line} ${within}, ${operator} (${seconds} s)`)
  if (outcome === 'survived') console.log(`  - ${original}\n  + ${mutated}`)
}
