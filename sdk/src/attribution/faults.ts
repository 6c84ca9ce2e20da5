import type { Address } from 'viem'
import { NotCanonicalError } from '../errors/text.ts'
import { checkCanonical } from '../text/index.ts'
import { dataFeeOf, type Reserve } from './amounts.ts'
import { settle } from './batch.ts'
import type { Bundle, BundleInference, BundlePayout } from './bundle.ts'
import { type Credit, compareInferences } from './encoding.ts'

/** Something in a bundle that does not follow from its credits and from what the chain says of its model. */
export type Fault = {
  /** Where it stands, as a path into the bundle: `inferences.3.dataFee`. */
  at: string
  stated: string
  expected: string
}

export type FaultsParameters = {
  bundle: Pick<Bundle, 'inferences' | 'payouts'>
  /** The model's data share, in basis points. */
  dataBps: number
  /** The reserve of the datanet that a credit's source is in. */
  reserveOf: (credit: Credit) => Reserve
  /** What a payer's vouchers were redeemed for in the term, in wei. */
  chargedOf: (payer: Address) => bigint
}

/**
 * What is wrong with a batch besides who owns its words: order, money, canonical form, lists, and what each account is
 * paid. `findEvidence` looks at the owners; a batch with neither findings nor faults pays what the rule gives.
 */
export function* findFaults({ bundle, dataBps, reserveOf, chargedOf }: FaultsParameters): Generator<Fault> {
  for (const [i, inference] of bundle.inferences.entries()) {
    const at = `inferences.${i}`
    yield* orderFaults(at, inference, bundle.inferences[i - 1])
    yield* moneyFaults(at, inference, dataBps, chargedOf(inference.payer))
    yield* textFaults(at, inference)
    yield* listFaults(at, inference)
  }
  yield* payoutFaults(bundle.payouts, settle(bundle.inferences, reserveOf, 'WindowV1'))
}

function* orderFaults(at: string, { payer, from }: BundleInference, previous?: BundleInference): Generator<Fault> {
  if (!previous) return
  const after = `after ${previous.payer}, ${previous.from}`
  if (compareInferences(previous, { payer, from }) >= 0) yield { at, stated: `${payer}, ${from}`, expected: after }
  else if (previous.payer === payer && from < previous.to)
    yield { at: `${at}.from`, stated: String(from), expected: `${previous.to} or more` }
}

function* moneyFaults(
  at: string,
  { from, to, dataFee }: BundleInference,
  dataBps: number,
  charged: bigint,
): Generator<Fault> {
  if (to <= from) yield { at: `${at}.to`, stated: String(to), expected: `more than ${from}` }
  if (to > charged) yield { at: `${at}.to`, stated: String(to), expected: `at most ${charged}, what was charged` }
  const due = dataFeeOf({ from, to, dataBps })
  if (dataFee !== due) yield { at: `${at}.dataFee`, stated: String(dataFee), expected: String(due) }
}

function* textFaults(at: string, { output }: BundleInference): Generator<Fault> {
  try {
    checkCanonical(output)
  } catch (error) {
    if (!(error instanceof NotCanonicalError)) throw error
    yield { at: `${at}.output`, stated: 'other bytes', expected: 'canonical text' }
  }
}

function* listFaults(at: string, { credits }: BundleInference): Generator<Fault> {
  for (const [j, { start }] of credits.entries()) {
    const previous = credits[j - 1]
    const least = previous ? previous.start + previous.length + 1n : 0n
    if (start < least) yield { at: `${at}.credits.${j}.start`, stated: String(start), expected: `${least} or more` }
  }
}

function* payoutFaults(stated: readonly BundlePayout[], due: readonly BundlePayout[]): Generator<Fault> {
  for (let i = 0; i < Math.max(stated.length, due.length); i++) {
    const [found, expected] = [stated[i], due[i]].map(describe)
    if (found === expected) continue
    yield { at: `payouts.${i}`, stated: found!, expected: expected! }
    // One account too many or too few moves all that follow.
    if (stated[i]?.account !== due[i]?.account) return
  }
}

function describe(payout: BundlePayout | undefined): string {
  if (!payout) return 'nothing'
  const entries = payout.entries.map(({ inference, credit, amount }) => `${inference}/${credit}: ${amount}`)
  return `${payout.amount} to ${payout.account} (${entries.join(', ')})`
}
