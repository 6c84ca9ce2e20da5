import { ZERO_HASH } from '../../trees/index.ts'
import type { Batch, BatchCommitment } from '../batch.ts'
import type { Corpus } from '../corpus.ts'
import type { DemandKindName } from '../demands.ts'
import { decodeCredit, decodeEntry, decodeInference, decodePayout, type Inference, type Payout } from '../encoding.ts'
import type { Evidence } from '../evidence.ts'
import type { Preimages } from '../preimages.ts'
import type { CreditProof, EntryProof, InferenceProof, PayoutProof } from '../proofs.ts'
import type { BatchToCheck, ChainFacts } from './types.ts'
import { type ProvenLeaf, walk } from './walk.ts'

/** What could be opened of a batch: leaves that can be proven, by their indices and in their order. */
export type OpenedBatch = {
  inferences: Map<number, Answer>
  payouts: Map<number, Account>
  /** Leaves that nobody has opened. */
  unopened: Unopened[]
}

/** Neighbouring leaves, those of credits or entries in the inference or payout `outer`. */
export type Unopened = {
  kind: Extract<DemandKindName, 'Inferences' | 'Payouts' | 'Credits' | 'Entries'>
  outer: number
  first: number
  count: number
}

/** An answer of the batch with all that is known of it. */
export type Answer = {
  proof: InferenceProof
  credits: Map<number, CreditProof>
  /** The output; `undefined` where it is not at hand. */
  output: Uint8Array | undefined
  /** What its version draws on; `undefined` for one that was not published. */
  corpus: Corpus | undefined
}

/** A payout of the batch with its entries. */
export type Account = {
  proof: PayoutProof
  entries: Map<number, EntryProof>
}

/** Of a batch to check, what opening it takes. */
type ToOpen = Pick<BatchToCheck, 'preimages' | 'texts'> & {
  batch: Pick<Batch, 'commitment'>
  chain: Pick<ChainFacts, 'corpusOf'>
}

/** Opens the trees of inferences and of payouts. Yields what is wrong with them. */
export function* openOuter({ batch, preimages, texts, chain }: ToOpen): Generator<Evidence, OpenedBatch> {
  const opened: OpenedBatch = { inferences: new Map(), payouts: new Map(), unopened: [] }
  for (const step of walk(inferenceTreeOf(batch.commitment), preimages)) {
    if ('evidence' in step) yield step.evidence
    else if ('unopened' in step) opened.unopened.push({ kind: 'Inferences', outer: 0, ...step.unopened })
    else {
      const proof = inferenceProof(step.proven)
      const { outputRoot, version } = proof.inference
      const output = outputRoot === ZERO_HASH ? new Uint8Array() : texts.get(outputRoot)
      const answer = { proof, credits: new Map(), output, corpus: chain.corpusOf(version) }
      opened.inferences.set(proof.index, answer)
    }
  }
  const { payoutsRoot: root, payoutCount: count, earned: total } = batch.commitment
  for (const step of walk({ tree: 'Payouts', root, count, total, decode: decodePayout }, preimages)) {
    if ('evidence' in step) yield step.evidence
    else if ('unopened' in step) opened.unopened.push({ kind: 'Payouts', outer: 0, ...step.unopened })
    else {
      const proof = payoutProof(step.proven)
      opened.payouts.set(proof.index, { proof, entries: new Map() })
    }
  }
  return opened
}

/** Opens the trees of credits and of entries. Yields what is wrong with them. */
export function* openInner(opened: OpenedBatch, preimages: Preimages): Generator<Evidence> {
  for (const { proof, credits } of opened.inferences.values()) {
    const { creditsRoot: root, creditCount: count } = proof.inference
    const tree = { tree: 'Credits', root, count, total: 0n, inference: proof, decode: decodeCredit } as const
    for (const step of walk(tree, preimages)) {
      if ('evidence' in step) yield step.evidence
      else if ('unopened' in step) opened.unopened.push({ kind: 'Credits', outer: proof.index, ...step.unopened })
      else {
        const { leaf: credit, index, siblings } = step.proven
        credits.set(index, { credit, index, siblings })
      }
    }
  }
  for (const { proof, entries } of opened.payouts.values()) {
    const { entriesRoot: root, entryCount: count } = proof.payout
    const tree = { tree: 'Entries', root, count, total: proof.amount, payout: proof, decode: decodeEntry } as const
    for (const step of walk(tree, preimages)) {
      if ('evidence' in step) yield step.evidence
      else if ('unopened' in step) opened.unopened.push({ kind: 'Entries', outer: proof.index, ...step.unopened })
      else {
        const { leaf: entry, sum: amount, index, siblings, siblingSums } = step.proven
        entries.set(index, { entry, amount, index, siblings, siblingSums })
      }
    }
  }
}

/** The inferences of a batch that can be proven, and whether those are all. */
export function inferencesOf(
  commitment: BatchCommitment,
  preimages: Preimages,
): { inferences: InferenceProof[]; isWhole: boolean } {
  const inferences: InferenceProof[] = []
  for (const step of walk(inferenceTreeOf(commitment), preimages)) {
    if ('proven' in step) inferences.push(inferenceProof(step.proven))
  }
  return { inferences, isWhole: inferences.length === commitment.inferenceCount }
}

function inferenceTreeOf({ inferencesRoot: root, inferenceCount: count, dataFees: total }: BatchCommitment) {
  return { tree: 'Inferences', root, count, total, decode: decodeInference } as const
}

function inferenceProof({ leaf, sum, ...place }: ProvenLeaf<Inference>): InferenceProof {
  return { inference: leaf, dataFee: sum, ...place }
}

function payoutProof({ leaf, sum, ...place }: ProvenLeaf<Payout>): PayoutProof {
  return { payout: leaf, amount: sum, ...place }
}
