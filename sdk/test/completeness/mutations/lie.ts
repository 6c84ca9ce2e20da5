import type { BatchDraft, CreditDraft, InferenceDraft } from '../draft.ts'
import { feeOf, type Rule, type Share, settle } from '../money.ts'
import type { Random } from '../random.ts'

/** What a liar can draw on. Accounts are numbers. */
export type Resources = {
  random: Random
  rule: Rule
  dataBps: bigint
  shareOf(credit: CreditDraft): Share
  accounts: readonly bigint[]
  payers: readonly { payer: bigint; charged: bigint }[]
  /** Numbers of versions, published or not. */
  versions: readonly bigint[]
  submissions: bigint
  /** Answers of finalised batches of the term. */
  earlier: readonly InferenceDraft[]
  /** Texts that were contributed. */
  texts: readonly Uint8Array[]
}

/** One lie. `field` names the leaf's field, the count, the order or the total that it is told in. */
export type Mutation = { field: string; lie(draft: BatchDraft, with_: Resources): boolean }

export const types: Record<string, bigint> = {
  'inference.version': 32n,
  'inference.payer': 160n,
  'inference.from': 128n,
  'inference.to': 128n,
  'inference.creditCount': 32n,
  'inference.firstCredit': 64n,
  'credit.start': 64n,
  'credit.length': 64n,
  'credit.matchStart': 64n,
  'credit.matchLength': 64n,
  'credit.leafIndex': 32n,
  'credit.offset': 64n,
  'credit.contributor': 160n,
  'entry.inference': 32n,
  'entry.credit': 32n,
  'payout.account': 160n,
  'payout.entryCount': 32n,
  'payout.firstEntry': 64n,
}

/** Another number near by, or far away, or at an end of the type. */
export function otherThan(value: bigint, bits: bigint, random: Random): bigint {
  const most = (1n << bits) - 1n
  const near = [value + 1n, value - 1n, value + 2n, value * 2n, value / 2n, value + BigInt(random.int(3, 200))]
  const options = [...near, ...near, 0n, 1n, most, most - 1n, random.big(0n, most)]
  const fits = options.filter((option) => option !== value && option >= 0n && option <= most)
  return random.pick(fits)
}

export function anyInference({ inferences }: BatchDraft, random: Random, credited = false): InferenceDraft | undefined {
  const fitting = inferences.filter(({ credits }) => !credited || credits.length > 0)
  return fitting.length === 0 ? undefined : random.pick(fitting)
}

export function anyCredit(draft: BatchDraft, random: Random): CreditDraft | undefined {
  const inference = anyInference(draft, random, true)
  return inference && random.pick(inference.credits)
}

export function anyPayout({ payouts }: BatchDraft, random: Random) {
  return payouts.length === 0 ? undefined : random.pick(payouts)
}

/** Pays by the credits as they are now, lies included, so that the lie is told throughout the batch. */
export function payAccordingly(draft: BatchDraft, { random, shareOf, rule }: Resources) {
  if (random.chance(0.75)) draft.payouts = settle(draft.inferences, shareOf, rule)
}

export function feeAccordingly(inference: InferenceDraft, { random, dataBps }: Resources) {
  if (random.chance(0.7)) inference.dataFee = fit(feeOf(inference.from, inference.to, dataBps))
}

function fit(value: bigint): bigint {
  return value < 0n ? 0n : value
}

/** A root over nothing that anybody can show. */
export function anyRoot(random: Random): bigint {
  return random.big(1n, (1n << 256n) - 1n)
}

/** Payouts in the order that they must have. */
export function sortPayouts(draft: BatchDraft) {
  draft.payouts.sort((a, b) => (a.account < b.account ? -1 : a.account > b.account ? 1 : 0))
}
