import type { BatchCommitment } from '../batch.ts'
import { compareEntries, compareInferences, comparePayouts } from '../encoding.ts'
import type { Evidence } from '../evidence.ts'
import type { EntryProof, InferenceProof, PayoutProof } from '../proofs.ts'
import type { OpenedBatch } from './opened.ts'

type Counted = { index: number; first: bigint; end: bigint }

/** Where the numbers of credits and of entries do not add up, from leaf to leaf and to the declared ones. */
export function* findWrongCounts({ inferences, payouts }: OpenedBatch, commitment: BatchCommitment) {
  const inferenceProofs = proofsOf(inferences)
  const creditsBefore = inferenceProofs.map(({ index, inference }) =>
    counted(index, inference.firstCredit, inference.creditCount),
  )
  for (const shown of miscounted(creditsBefore, commitment.inferenceCount, commitment.creditCount)) {
    const proofs = shown.map((at) => inferenceProofs[at]!)
    yield { kind: 'WrongCount', tree: 'Inferences', inferences: proofs, payouts: [] } satisfies Evidence
  }
  const payoutProofs = proofsOf(payouts)
  const entriesBefore = payoutProofs.map(({ index, payout }) => counted(index, payout.firstEntry, payout.entryCount))
  for (const shown of miscounted(entriesBefore, commitment.payoutCount, commitment.entryCount)) {
    const proofs = shown.map((at) => payoutProofs[at]!)
    yield { kind: 'WrongCount', tree: 'Payouts', inferences: [], payouts: proofs } satisfies Evidence
  }
}

function counted(index: number, first: bigint, count: number): Counted {
  return { index, first, end: first + BigInt(count) }
}

/** The leaves that show it, by their places among those given: one with the next, unless it is the last. */
function* miscounted(leaves: readonly Counted[], count: number, total: bigint): Generator<number[]> {
  if (count === 0 && total !== 0n) yield []
  for (const [at, leaf] of leaves.entries()) {
    const next = leaves[at + 1]
    const hasNext = next?.index === leaf.index + 1
    if (leaf.index === 0 && leaf.first !== 0n) yield hasNext ? [at, at + 1] : [at]
    else if (leaf.index === count - 1 && leaf.end !== total) yield [at]
    else if (hasNext && next.first !== leaf.end) yield [at, at + 1]
  }
}

/** Inferences and payouts that do not ascend. */
export function* findUnsortedOuter({ inferences, payouts }: OpenedBatch): Generator<Evidence> {
  const inferencesAscend = (a: InferenceProof, b: InferenceProof) => compareInferences(a.inference, b.inference) < 0
  for (const pair of descending(proofsOf(inferences), inferencesAscend)) {
    yield { kind: 'Unsorted', tree: 'Inferences', inferences: pair, payouts: [], entries: [] }
  }
  const payoutsAscend = (a: PayoutProof, b: PayoutProof) => comparePayouts(a.payout, b.payout) < 0
  for (const pair of descending(proofsOf(payouts), payoutsAscend)) {
    yield { kind: 'Unsorted', tree: 'Payouts', inferences: [], payouts: pair, entries: [] }
  }
}

/** Entries that do not ascend. */
export function* findUnsortedEntries({ payouts }: OpenedBatch): Generator<Evidence> {
  const ascend = (a: EntryProof, b: EntryProof) => compareEntries(a.entry, b.entry) < 0
  for (const { proof, entries } of payouts.values()) {
    for (const pair of descending([...entries.values()], ascend)) {
      yield { kind: 'Unsorted', tree: 'Entries', inferences: [], payouts: [proof], entries: pair }
    }
  }
}

function* descending<Proof>(proofs: readonly Proof[], ascend: (a: Proof, b: Proof) => boolean): Generator<Proof[]> {
  for (const [i, proof] of proofs.entries()) {
    const next = proofs[i + 1]
    if (next && !ascend(proof, next)) yield [proof, next]
  }
}

function proofsOf<Proof>(leaves: ReadonlyMap<number, { proof: Proof }>): Proof[] {
  return [...leaves.values()].map(({ proof }) => proof)
}
