import { type Address, isAddressEqual } from 'viem'
import { leavesOf } from './answers.ts'
import type { Bundle, BundleInference } from './bundle.ts'
import type { Credit } from './encoding.ts'
import type { CreditProof, EntryProof, InferenceProof, PayoutProof } from './proofs.ts'
import type { BatchTrees } from './trees.ts'

/** A credit of a batch in words, and what it paid. */
export type Passage = {
  /** Where it stands in the batch. */
  inference: number
  credit: number
  /** Contribution, contributor and positions. */
  source: Credit
  /** The credited words, and the passage of the source that they stand in. */
  words: string
  passage: string
  /** Who got how much for it, in wei: the contributor, and the datanet's reserve if it takes a share. */
  paid: { account: Address; amount: bigint }[]
}

/** Why an account got what it got by a batch: each of its entries, in the order of the batch. */
export function whyAccount(
  account: Address,
  bundle: Bundle,
): { amount: bigint; earned: { passage: Passage; amount: bigint }[] } {
  const payout = bundle.payouts.find((candidate) => isAddressEqual(candidate.account, account))
  if (!payout) return { amount: 0n, earned: [] }
  const paid = paidByCredit(bundle)
  const earned = payout.entries.flatMap((entry) => {
    const inference = bundle.inferences[entry.inference]
    const source = inference?.credits[entry.credit]
    if (!inference || !source) return []
    const place = { inference: entry.inference, credit: entry.credit }
    return { amount: entry.amount, passage: passageOf(inference, source, place, paid) }
  })
  return { amount: payout.amount, earned }
}

/** Where an answer's words come from, in output order. Words that no passage holds belong to nobody. */
export function whyOutput(inference: number, bundle: Bundle): Passage[] {
  const answer = bundle.inferences[inference]
  if (!answer) return []
  const paid = paidByCredit(bundle)
  return answer.credits.map((source, credit) => passageOf(answer, source, { inference, credit }, paid))
}

/** A passage as a batch proves it: `verifyCredit` takes the first two, `claim` a payout. */
export type PassageProof = {
  inference: InferenceProof
  credit: CreditProof
  /** Of each account that was paid for it. */
  paid: { payout: PayoutProof; entry: EntryProof }[]
}

/**
 * The proofs of a passage: that the answer and the credit are the batch's, and who was paid how much for it.
 * @param trees the bundle's, as `rebuildBatch` gives them
 */
export function provePassage(
  { inference, credit }: Pick<Passage, 'inference' | 'credit'>,
  bundle: Pick<Bundle, 'inferences' | 'payouts'>,
  trees: BatchTrees,
): PassageProof {
  const leaves = leavesOf({ bundle, trees })
  const paid = bundle.payouts.flatMap(({ entries }, payout) =>
    entries.flatMap((entry, i) =>
      entry.inference === inference && entry.credit === credit
        ? [{ payout: leaves.payout(payout), entry: leaves.entry(payout, i) }]
        : [],
    ),
  )
  return { inference: leaves.inference(inference), credit: leaves.credit(inference, credit), paid }
}

type PaidByCredit = Map<string, Passage['paid']>

function paidByCredit({ payouts }: Bundle): PaidByCredit {
  const paid: PaidByCredit = new Map()
  for (const { account, entries } of payouts) {
    for (const entry of entries) {
      const key = keyOf(entry)
      paid.set(key, [...(paid.get(key) ?? []), { account, amount: entry.amount }])
    }
  }
  return paid
}

function passageOf(
  { output }: BundleInference,
  source: Credit,
  place: { inference: number; credit: number },
  paid: PaidByCredit,
): Passage {
  // Credit and support end at words, so they decode by themselves; the support is the source's text, byte for byte.
  const text = (start: bigint, length: bigint) =>
    new TextDecoder().decode(output.subarray(Number(start), Number(start + length)))
  return {
    ...place,
    source,
    words: text(source.start, source.length),
    passage: text(source.matchStart, source.matchLength),
    paid: paid.get(keyOf(place)) ?? [],
  }
}

function keyOf({ inference, credit }: { inference: number; credit: number }): string {
  return `${inference}/${credit}`
}
