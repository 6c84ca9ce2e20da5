// One mutant from its text to its verdict.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Mutant } from './mutants.ts'
import { patch, runTests, type Sandbox } from './sandbox.ts'
import { type Codes, compile } from './solc.ts'

/** What became of a mutant. The last two are not mutants that a test could tell from the original, and do not count. */
export type Verdict = {
  outcome: 'killed' | 'survived' | 'timed out' | 'does not compile' | 'same code'
  /** The first test that failed. */
  by?: string
  seconds: number
}

/** What has to be compiled and asked for a mutant. */
export type Plan = {
  /** Files with the mutated code in their own. */
  compiled: string[]
  /** Test files by how likely they kill it. */
  tests: string[]
  /** How many of them are asked at once, before the rest; 0 where none is likely to kill it. */
  first: number
}

/** What holds for every mutant. */
export type Ground = {
  /** The unmutated code, without the optimiser and with it. */
  base: Codes
  optimised: Codes
  /** Tests that fail without the optimiser: they measure gas, and hold of optimised code alone. `file:Contract.test()`. */
  measuring: string[]
  /** Test files that take far longer than the others: they are asked last. */
  slow: string[]
}

/** Runs of a fuzz test, of which most mutants die; those that do not are asked with the runs of `npm test`. */
const FEW_RUNS = 6
/** Seconds of a slow test file. */
const SLOW = 4

/** The deploy script's contracts, as the tests load them. */
const deployer = 'contracts/test/utils/ProtocolDeployer.sol'

/**
 * The deployer with the code of the contracts not in it but read from their artifacts, so that a mutant of one contract
 * takes the time to compile this one.
 */
function thinDeployer(root: string): Record<string, string> {
  const file = 'script/Deployment.sol'
  const source = readFileSync(join(root, file), 'utf8')
  const thin = source
    .replaceAll(/type\((\w+)\)\.creationCode/g, 'vm.getCode("$1.sol:$1")')
    .replace(/(function initCodesOf\([^)]*\)\s+internal\s+)pure/, '$1view')
  if (thin === source) throw new Error(`${file} has no creation code in it.`)
  return { [file]: thin }
}

/** Compiles a mutant and asks the tests. `mutated` is its whole source. */
export function judge(sandbox: Sandbox, ground: Ground, { file }: Mutant, mutated: string, plan: Plan): Verdict {
  const begin = Date.now()
  const end = (outcome: Verdict['outcome'], by?: string): Verdict => ({
    outcome,
    ...(by === undefined ? {} : { by }),
    seconds: Math.round((Date.now() - begin) / 100) / 10,
  })
  const { root } = sandbox
  const codes = compile(root, plan.compiled, { [file]: mutated })
  if (!codes) return end('does not compile')
  const isSame = ([name, code]: [string, string]) => isTest(fileOf(name)) || ground.base[name] === code
  if (Object.entries(codes).every(isSame)) return end('same code')
  patch(sandbox, { ...ground.base, ...codes })
  const without = ground.measuring.map(nameOf)
  const [first, rest] = [plan.tests.slice(0, plan.first), plan.first ? plan.tests.slice(plan.first) : []]
  const stages = [
    { tests: first, runs: FEW_RUNS },
    { tests: rest.filter((test) => !ground.slow.includes(test)), runs: FEW_RUNS },
    { tests: plan.tests, runs: undefined },
  ]
  for (const { tests, runs } of stages) {
    if (tests.length === 0) continue
    const { failed, timedOut } = runTests(sandbox, tests, { without, runs })
    if (timedOut) return end('timed out')
    if (failed[0]) return end('killed', failed[0])
  }
  const measuring = ground.measuring.filter((test) => plan.tests.includes(fileOf(test)))
  if (measuring.length === 0) return end('survived')
  const optimised = compile(
    root,
    plan.compiled.filter((each) => !isTest(each)),
    { [file]: mutated },
    true,
  )
  if (!optimised) return end('does not compile')
  // Tests are never optimised.
  const tests = Object.fromEntries(Object.entries(codes).filter(([name]) => isTest(fileOf(name))))
  patch(sandbox, { ...ground.optimised, ...optimised, ...tests })
  const { failed, timedOut } = runTests(sandbox, [...new Set(measuring.map(fileOf))], { only: measuring.map(nameOf) })
  if (timedOut) return end('timed out')
  return failed[0] ? end('killed', failed[0]) : end('survived')
}

/** Compiles what is not mutated, and sees which of `tests` hold of optimised code alone; all must hold of that. */
export function prepare(sandbox: Sandbox, contracts: readonly string[], tests: readonly string[]): Ground {
  const { root } = sandbox
  const [base, optimised] = [false, true].map((optimise) => {
    const deploys = existsSync(join(root, deployer))
    const codes = compile(
      root,
      deploys ? [...contracts, deployer] : contracts,
      deploys ? thinDeployer(root) : {},
      optimise,
    )
    if (!codes) throw new Error('The contracts do not compile with the deployer of the mutants.')
    return codes
  }) as [Codes, Codes]
  patch(sandbox, base)
  const { failed: measuring, seconds } = runTests(sandbox, tests, { all: true })
  const slow = tests.filter((test) => (seconds[test] ?? 0) > SLOW)
  patch(sandbox, optimised)
  if (measuring.length > 0) {
    const { failed } = runTests(sandbox, [...new Set(measuring.map(fileOf))], {
      only: measuring.map(nameOf),
      all: true,
    })
    if (failed.length > 0) throw new Error(`These tests fail without a mutant: ${failed.join(', ')}`)
  }
  return { base, optimised, measuring, slow }
}

const isTest = (file: string) => file.endsWith('.t.sol')
/** The file of `file:Contract.test()`. */
export const fileOf = (test: string) => test.slice(0, test.indexOf(':'))
const nameOf = (test: string) =>
  test
    .slice(test.indexOf('.sol:') + 5)
    .replace(/^\w+\./, '')
    .replace(/\(.*$/, '')
