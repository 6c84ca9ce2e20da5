import type { Address } from 'viem'
import { dataFeeOf } from '../amounts.ts'
import type { Batch } from '../batch.ts'
import { itemOf } from '../demands.ts'
import type { Evidence, UnbackedReasonName } from '../evidence.ts'
import { type InferenceProof, noBatch, noInference } from '../proofs.ts'
import { inferencesOf, type OpenedBatch } from './opened.ts'
import { groupBy, type Line, lineOf, overlap, overlapping } from './ranges.ts'
import type { BatchToCheck, Finding } from './types.ts'

/** Answers without money of their own. */
export function* findUnbacked({ inferences }: OpenedBatch, { chain }: BatchToCheck): Generator<Evidence> {
  const { dataBps } = chain
  for (const { proof } of inferences.values()) {
    const { from, to, payer } = proof.inference
    if (from >= to) yield unbacked(proof, 'EmptyRange')
    else if (to > chain.charged(payer)) yield unbacked(proof, 'Uncharged')
    else if (proof.dataFee !== dataFeeOf({ from, to, dataBps })) yield unbacked(proof, 'WrongFee')
  }
  for (const proofs of byPayer(proofsIn(inferences)).values()) {
    // In order of their starts, each overlaps one before it if any: that which reaches furthest.
    const ordered = proofs.filter(({ inference }) => inference.from < inference.to).sort(byStart)
    let furthest: InferenceProof | undefined
    for (const proof of ordered) {
      if (furthest && overlap(furthest.inference, proof.inference)) yield unbacked(proof, 'Overlap', furthest)
      if (!furthest || proof.inference.to > furthest.inference.to) furthest = proof
    }
  }
}

/** Answers whose money an earlier batch of the term has taken already. */
export function* findEarlierOverlaps({ inferences }: OpenedBatch, { chain }: BatchToCheck): Generator<Finding> {
  for (const { batchId, batch, preimages } of chain.earlier) {
    const taken = inferencesOf(batch.commitment, preimages)
    const takenOf = linesOf(taken.inferences)
    for (const { proof } of inferences.values()) {
      const { from: total, payer: account } = proof.inference
      const [other] = overlapping(takenOf(account), proof.inference)
      if (other) yield { evidence: unbacked(proof, 'EarlierOverlap', other, { batchId, batch }) }
      // The answer is the one that holds the first wei of the range, or what stands around it: the next one begins there.
      else if (!taken.isWhole) yield { withheld: itemOf('EarlierInferenceAt', { account, total, earlier: batchId }) }
    }
  }
}

/** Answers of versions that could not have answered. */
export function* findWrongVersions({ inferences }: OpenedBatch, { batch, chain }: BatchToCheck): Generator<Evidence> {
  for (const { proof, corpus } of inferences.values()) {
    const { version } = proof.inference
    const wasActive = corpus !== undefined && chain.wasActive(version, batch.versionsSince, batch.committedAt)
    if (!wasActive) yield { kind: 'WrongVersion', inference: proof }
  }
}

/** Answers that contradict a receipt. */
export function* findBrokenReceipts({ inferences }: OpenedBatch, { receipts }: BatchToCheck): Generator<Evidence> {
  const answersTo = linesOf(proofsIn(inferences))
  for (const { payer, ...receipt } of receipts) {
    for (const proof of overlapping(answersTo(payer), receipt)) {
      const { version, from, to, outputRoot } = proof.inference
      const agrees =
        version === receipt.version &&
        from === receipt.from &&
        to === receipt.to &&
        outputRoot === receipt.outputRoot.toLowerCase()
      if (!agrees) yield { kind: 'BrokenReceipt', inference: proof, ...receipt }
    }
  }
}

function unbacked(
  inference: InferenceProof,
  reason: UnbackedReasonName,
  other: InferenceProof = noInference,
  earlier: { batchId: bigint; batch: Batch } = { batchId: 0n, batch: noBatch },
): Evidence {
  return { kind: 'Unbacked', inference, reason, other, otherBatchId: earlier.batchId, otherBatch: earlier.batch }
}

function byStart(a: InferenceProof, b: InferenceProof): number {
  return a.inference.from < b.inference.from ? -1 : a.inference.from > b.inference.from ? 1 : a.index - b.index
}

function proofsIn(inferences: OpenedBatch['inferences']): InferenceProof[] {
  return [...inferences.values()].map(({ proof }) => proof)
}

function byPayer(proofs: readonly InferenceProof[]): Map<string, InferenceProof[]> {
  return groupBy(proofs, ({ inference }) => inference.payer.toLowerCase())
}

/** The answers to each payer, in a line. */
function linesOf(proofs: readonly InferenceProof[]): (payer: Address) => Line<InferenceProof> {
  const lines = new Map<string, Line<InferenceProof>>()
  for (const [payer, own] of byPayer(proofs)) {
    const line = lineOf(own, ({ inference }) => inference)
    lines.set(payer, line)
  }
  return (payer) => lines.get(payer.toLowerCase()) ?? { items: [], reach: [] }
}
