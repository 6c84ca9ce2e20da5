import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import solc from 'solc'
import { alone, imported, type Property, withLie } from './harness.ts'
import { reachedBy } from './reach.ts'

export type Verdict = {
  status: 'proved' | 'violated' | 'unproved'
  /** Single conditions that the compiler made of the property: assertions, or overflows and divisions by zero. */
  conditions: number
  /** Names of the lemmas that it needs. */
  needs: string[]
  /** Where and why it is not proved. */
  reason?: string
}

type Diagnostic = {
  severity: string
  errorCode?: string
  message: string
  formattedMessage: string
  sourceLocation?: Place
}
type Place = { file: string; start: number; end: number }
type Output = { errors?: Diagnostic[]; sources?: Record<string, { ast: unknown }> }

/**
 * What the solver tries of a query, in turn: a tactic, and how much of the solver's own measure of work,
 * some 1,000,000 in a second, so that a busy machine proves what an idle one does. The second relaxes integers to real
 * numbers: what it refutes has no solution in integers either.
 */
const first = 'then simplify propagate-values solve-eqs simplify'
const attempts: { tactic: string; steps: number; finds: RegExp }[] = [
  { tactic: '(check-sat)', steps: 15_000_000, finds: /^(un)?sat$/ },
  { tactic: `(check-sat-using (${first} qfnra-nlsat))`, steps: 3_000_000, finds: /^unsat$/ },
  { tactic: `(check-sat-using (${first} qfnia))`, steps: 30_000_000, finds: /^(un)?sat$/ },
  { tactic: '(check-sat)', steps: 150_000_000, finds: /^(un)?sat$/ },
  { tactic: `(check-sat-using (${first} qfnia))`, steps: 100_000_000, finds: /^(un)?sat$/ },
]

/** Seconds for all of a property: what takes longer on a busy machine is unproved there. */
export const secondsForEach = 180

/** The compiler's warning of a parameter that a view has and does not use. All others leave a property unproved. */
const unusedParameter = '5667'

/** Lemmas that a property needs where it reaches their stand-ins: see contracts/proofs/Lemmas.sol. */
const lemmasOf: Record<string, string[]> = { Parts: ['Lemma_Parts', 'Lemma_NoPart'] }

/** Whether a property holds for all numbers, if the lemmas that it needs do. */
export function check(property: Property): Verdict {
  const until = Date.now() + secondsForEach * 1000
  // Of a control one violation is enough: what it asserts, or where it asserts nothing, anything that reverts.
  const onlyAsserts = property.planted && property.text.includes('assert(')
  const targets = onlyAsserts ? ['assert'] : ['assert', 'overflow', 'underflow', 'divByZero']
  const output = compile(property, property.planted ? alone(property) : withLie(property), targets, until)
  const asts = Object.values(output.sources ?? {}).map(({ ast }) => ast)
  const { beyond, libraries } = reachedBy(property.name, asts)
  const needs = [...libraries].flatMap((name) => lemmasOf[name ?? ''] ?? [])
  const [all, open] = [new Set<string>(), new Set<string>()]
  let reached = property.planted
  for (const diagnostic of output.errors ?? []) {
    if (diagnostic.errorCode === unusedParameter) continue
    if (!property.planted && diagnostic.formattedMessage.includes('assert(false)')) {
      if (/happens here/.test(diagnostic.message)) reached = true
      continue
    }
    all.add(keyOf(diagnostic))
    if (/happens here/.test(diagnostic.message))
      return {
        status: 'violated',
        needs,
        conditions: all.size,
        reason: reasonOf(diagnostic),
      }
    if (!/check is safe!/.test(diagnostic.message)) open.add(reasonOf(diagnostic))
  }
  const found = { needs, conditions: all.size }
  if (beyond.length) return { status: 'unproved', ...found, reason: `reaches ${beyond.join(', ')}` }
  if (open.size) return { status: 'unproved', ...found, reason: [...open].join('; ') }
  if (all.size < (property.text.match(/\bassert\(/g)?.length ?? 1))
    return { status: 'unproved', ...found, reason: 'the compiler made too few conditions of it' }
  if (!reached)
    return {
      status: 'unproved',
      ...found,
      reason: 'what it requires was not seen to be possible: it may be about nothing',
    }
  return { status: 'proved', ...found }
}

function compile(property: Property, content: string, targets: readonly string[], until: number): Output {
  const { file, name } = property
  const input = {
    language: 'Solidity',
    sources: { [file]: { content } },
    settings: {
      evmVersion: 'cancun',
      remappings: ['openledger/=contracts/src/'],
      outputSelection: { '*': { '': ['ast'] } },
      modelChecker: {
        contracts: { [file]: [name] },
        divModNoSlacks: true,
        engine: 'bmc',
        showProvedSafe: true,
        showUnproved: true,
        showUnsupported: true,
        solvers: ['smtlib2'],
        targets,
      },
    },
  }
  const callbacks = {
    import: (path: string) => ({ contents: imported(path) }),
    smtSolver: (query: string) => ({ contents: solve(query, until) }),
  }
  const output = JSON.parse(solc.compile(JSON.stringify(input), callbacks)) as Output
  const broken = output.errors?.find(({ severity }) => severity === 'error')
  if (broken) throw new Error(broken.formattedMessage)
  return output
}

/** What the solver says of a query: `sat` with numbers, `unsat`, or `unknown` where it does not know in time. */
function solve(query: string, until: number): string {
  const folder = mkdtempSync(join(tmpdir(), 'openledger-prove-'))
  const file = join(folder, 'query.smt2')
  const ask = (tactic: string, steps: number) => {
    const left = Math.ceil((until - Date.now()) / 1000)
    if (left <= 0) return ''
    writeFileSync(file, query.replace(/^\(check-sat\)$/m, tactic))
    const { stdout, error } = spawnSync('z3', [`rlimit=${steps}`, `-T:${left}`, '-smt2', file], {
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    })
    if (error) throw error
    return stdout
  }
  try {
    for (const { tactic, steps, finds } of attempts) {
      const answer = ask(tactic, steps)
      if (finds.test(answer.split('\n')[0] as string)) return answer
    }
    return 'unknown\n'
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function keyOf({ message, sourceLocation, formattedMessage }: Diagnostic) {
  const kind = /^\w+: ([A-Z][a-z]+)/.exec(message)?.[1] ?? message
  const stack = /Note: Callstack:[\s\S]*/.exec(formattedMessage)?.[0] ?? ''
  return `${kind} ${sourceLocation?.file}:${sourceLocation?.start}-${sourceLocation?.end} ${stack}`
}

function reasonOf({ message, formattedMessage }: Diagnostic) {
  const place = /--> (\S+:\d+):/.exec(formattedMessage)?.[1]
  return `${place ? `${place}: ` : ''}${message.split('\n')[0]}`
}
