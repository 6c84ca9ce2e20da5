// What is said of judged mutants, and what is not let pass.
import type { Verdict } from './judge.ts'
import type { Mutant } from './mutants.ts'

/** A mutant that behaves as the original does, and why. It is known by its text, not by its line. */
export type Equivalent = Pick<Mutant, 'file' | 'within' | 'operator' | 'original' | 'mutated'> & { reason: string }

type Listed = Omit<Mutant, 'edit'>

const LEAST_PERCENT = 90

export const key = ({ file, within, operator, original, mutated }: Omit<Equivalent, 'reason'>) =>
  JSON.stringify([file, within, operator, original, mutated])

/** Whether a test could tell the mutant from the original. */
export const counts = ({ outcome }: Verdict) => outcome !== 'does not compile' && outcome !== 'same code'

/** Throws where a reason is given for a mutant that there is not: the code has changed under it. */
export function checkKnown(equivalents: readonly Equivalent[], all: readonly Mutant[]) {
  const known = new Set(all.map(key))
  const stale = equivalents.filter((each) => !known.has(key(each)))
  if (stale.length > 0)
    throw new Error(`There are no such mutants as the equivalent ones are said to be:\n${stale.map(key).join('\n')}`)
}

/** The result over the verdicts, by place in `order`, and the number of things wrong with it. */
export function report(
  order: readonly Mutant[],
  verdicts: Record<number, Verdict>,
  measuring: readonly string[],
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
