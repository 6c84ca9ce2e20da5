import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { root } from '../tasks/command.ts'
import { affected, embedding, hosts, readProject } from './mutation/affected.ts'
import { fileOf, type Ground, type Plan, prepare, type Verdict } from './mutation/judge.ts'
import { inOrder, type Mutant, mutantsOf } from './mutation/mutants.ts'
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
const LEAST_PERCENT = 90
const WORKERS = 2
/** Test files that are asked at once, and before the rest. */
const FIRST = 8
/** What killed a mutant in an earlier run is asked first in the next one. */
const KILLERS = join(root, '.local/mutation/killers.json')
const EQUIVALENTS = 'script/long/mutation-equivalents.json'

/** A mutant that behaves as the original does, and why. It is known by its text, not by its line. */
type Equivalent = Pick<Mutant, 'file' | 'within' | 'operator' | 'original' | 'mutated'> & { reason: string }

const key = ({ file, within, operator, original, mutated }: Omit<Equivalent, 'reason'>) =>
  JSON.stringify([file, within, operator, original, mutated])
const counts = ({ outcome }: Verdict) => outcome !== 'does not compile' && outcome !== 'same code'

async function judgeMutants({ folder, seed, until }: Given) {
  const files = globSync(SOURCES, { cwd: root }).filter((file) => !file.includes('/generated/'))
  const all = mutantsOf(root, files.sort())
  const equivalents: Equivalent[] = JSON.parse(readFileSync(join(root, EQUIVALENTS), 'utf8'))
  const known = new Set(all.map(key))
  const stale = equivalents.filter((each) => !known.has(key(each)))
  if (stale.length > 0)
    throw new Error(`${EQUIVALENTS} names mutants that there are not:\n${stale.map(key).join('\n')}`)

  const project = readProject(root)
  const killers: Record<string, string> = existing(KILLERS)
  const plan = (mutant: Mutant): Plan => {
    const tests = affected(project, mutant)
    const killer = killers[key(mutant)]
    return {
      compiled: [...hosts(project, mutant.file), ...embedding(project, mutant.file)],
      tests: killer && tests.includes(killer) ? [killer, ...tests.filter((test) => test !== killer)] : tests,
      first: killer ? 1 : FIRST,
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
  return isDone ? report(order, verdicts, ground, equivalents) : undefined
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

function report(
  order: readonly Mutant[],
  verdicts: Record<number, Verdict>,
  { measuring }: Ground,
  equivalents: readonly Equivalent[],
) {
  const reasons = new Map(equivalents.map((each) => [key(each), each.reason]))
  const judged = order.flatMap(({ edit: _, ...mutant }, place) => {
    const verdict = verdicts[place]
    const reason = reasons.get(key(mutant))
    return verdict ? [{ ...mutant, ...verdict, ...(reason ? { equivalent: reason } : {}) }] : []
  })
  const mutants = judged.filter(counts)
  const of = (outcome: Verdict['outcome']) => judged.filter((each) => each.outcome === outcome)
  const dead = of('killed').length + of('timed out').length
  const percent = Math.floor((1000 * dead) / mutants.length) / 10
  const unexplained = of('survived').filter((each) => !each.equivalent)
  // Whoever calls a mutant equivalent that a test kills is wrong about it.
  const wrong = judged.filter((each) => each.equivalent && each.outcome !== 'survived')
  const result = {
    mutants: mutants.length,
    killed: of('killed').length,
    timedOut: of('timed out').length,
    survived: of('survived').length,
    equivalent: of('survived').length - unexplained.length,
    percentDead: percent,
    notCounted: { doNotCompile: of('does not compile').length, haveTheSameCode: of('same code').length },
    fuzzRuns: 'few at first, then those of npm test',
    compiled: 'without the optimiser; tests that hold of optimised code alone are asked last, of optimised mutants',
    askedOfOptimisedCode: measuring,
    unexplained: unexplained.map(({ file, line }) => `${file}:${line}`),
    wronglyCalledEquivalent: wrong.map(({ file, line }) => `${file}:${line}`),
    byOperator: table(mutants, ({ operator }) => operator),
    byFile: table(mutants, ({ file }) => file),
    list: mutants,
  }
  return { failed: unexplained.length + wrong.length + (percent < LEAST_PERCENT ? 1 : 0), result }
}

function table(mutants: readonly (Listed & Verdict)[], name: (mutant: Listed) => string) {
  const rows: Record<string, { mutants: number; survived: number }> = {}
  for (const mutant of mutants) {
    const row = rows[name(mutant)] ?? { mutants: 0, survived: 0 }
    const survived = row.survived + (mutant.outcome === 'survived' ? 1 : 0)
    rows[name(mutant)] = { mutants: row.mutants + 1, survived }
  }
  return rows
}

type Listed = Omit<Mutant, 'edit'>
