import type { Address } from 'viem'
import { OpenLedgerError } from '../errors/base.ts'
import { CHUNK_BYTES, proveText, type TextProof } from '../text/index.ts'
import { sumTreeProof, treeProof } from '../trees/index.ts'
import type { Batch } from './batch.ts'
import type { Bundle } from './bundle.ts'
import type { Place } from './corpus.ts'
import type { Answer, Item } from './demands.ts'
import { compareEntries, compareInferences, comparePayouts } from './encoding.ts'
import {
  type ContributionProof,
  type CreditProof,
  type EntryProof,
  type InferenceProof,
  noBatch,
  noSource,
  noText,
  type PayoutProof,
} from './proofs.ts'
import { type BatchTrees, rebuildBatch } from './trees.ts'

/** A batch that its operator can answer for: the bundle it was committed with. */
export type AnswerableBatch = {
  batch: Batch
  bundle: Pick<Bundle, 'inferences' | 'payouts'>
  /** The bundle's, as `rebuildBatch` gives them. */
  trees?: BatchTrees
}

/** What an answer may need besides the batch. */
export type AnswerSources = {
  /** A credited contribution with its siblings and text. */
  sourceAt?(place: Place): (ContributionProof & { text: Uint8Array }) | undefined
  /** A finalised batch of the term, by its id. */
  earlierAt?(batchId: bigint): AnswerableBatch | undefined
}

/** An item that the batch at hand holds no answer to. */
export class UnanswerableError extends OpenLedgerError {
  constructor({ kind, outer, inner }: Item, reason: string) {
    super(`The demand for ${kind} (${outer}, ${inner}) cannot be answered: ${reason}.`)
  }
}

/**
 * The answer to a demand, from what the operator of a batch holds, as `DemandRegistry.answer` takes it.
 * @throws UnanswerableError when the item names what is not there, or needs a source that is not at hand
 */
export function answerFor(item: Item, committed: AnswerableBatch, sources: AnswerSources = {}): Answer {
  const batch = leavesOf(committed)
  const { kind, outer, first, count } = item
  switch (kind) {
    case 'Inferences':
      return { ...noAnswer, inferences: range(first, count, batch.inferences.length).map(batch.inference) }
    case 'Payouts':
      return { ...noAnswer, payouts: range(first, count, batch.payouts.length).map(batch.payout) }
    case 'Credits': {
      const credits = range(first, count, at(item, batch.inferences, outer).credits.length)
      return { ...noAnswer, inferences: [batch.inference(outer)], credits: credits.map((i) => batch.credit(outer, i)) }
    }
    case 'Entries': {
      const entries = range(first, count, at(item, batch.payouts, outer).entries.length)
      return { ...noAnswer, payouts: [batch.payout(outer)], entries: entries.map((i) => batch.entry(outer, i)) }
    }
    case 'OutputChunks': {
      const { output } = at(item, batch.inferences, outer)
      return { ...noAnswer, inferences: [batch.inference(outer)], text: chunks(output, first, count) }
    }
    case 'SourceChunks':
      return answerSource(item, batch, sources)
    case 'PayoutOf':
      return { ...noAnswer, payouts: batch.payoutsAround(item.account) }
    case 'EntryOf':
      return answerEntry(item, batch)
    case 'InferenceAt':
      return { ...noAnswer, inferences: batch.inferencesAround(item.account, item.total) }
    case 'EarlierInferenceAt': {
      const earlier = sources.earlierAt?.(item.earlier)
      if (!earlier) throw new UnanswerableError(item, `batch ${item.earlier} is not at hand`)
      const { modelId, term } = earlier.batch.commitment
      const isSameTerm = modelId === committed.batch.commitment.modelId && term === committed.batch.commitment.term
      const inferences = isSameTerm ? leavesOf(earlier).inferencesAround(item.account, item.total) : []
      return { ...noAnswer, inferences, earlierBatch: earlier.batch }
    }
  }
}

const noAnswer: Answer = {
  inferences: [],
  payouts: [],
  credits: [],
  entries: [],
  source: noSource,
  text: noText,
  earlierBatch: noBatch,
}

function answerSource(item: Item, batch: Leaves, { sourceAt }: AnswerSources): Answer {
  const { outer, inner, first, count } = item
  const inferences = [batch.inference(outer)]
  const credit = batch.inferences[outer]!.credits[inner]
  // There is no such credit: the inference shows it.
  if (!credit) return { ...noAnswer, inferences }
  const source = sourceAt?.(credit)
  if (!source) throw new UnanswerableError(item, `the text of submission ${credit.submissionId} is not at hand`)
  const { contributor, textRoot, siblings, text } = source
  const shown = { source: { contributor, textRoot, siblings }, text: chunks(text, first, count) }
  return { ...noAnswer, inferences, credits: [batch.credit(outer, inner)], ...shown }
}

function answerEntry({ account, outer, inner }: Item, batch: Leaves): Answer {
  const payouts = batch.payoutsAround(account)
  const own = payouts.find(({ payout }) => BigInt(payout.account) === BigInt(account))
  if (!own) return { ...noAnswer, payouts }
  const sought = { inference: outer, credit: inner }
  const entries = around(batch.payouts[own.index]!.entries, (entry) => compareEntries(entry, sought))
  return { ...noAnswer, payouts: [own], entries: entries.map((i) => batch.entry(own.index, i)) }
}

type Leaves = ReturnType<typeof leavesOf>

/** The leaves of a batch with their proofs. */
export function leavesOf({ bundle, trees = rebuildBatch(bundle) }: Pick<AnswerableBatch, 'bundle' | 'trees'>) {
  const { inferences, payouts } = bundle
  const inference = (index: number): InferenceProof => ({
    inference: trees.inferences[index]!,
    dataFee: inferences[index]!.dataFee,
    index,
    ...sumTreeProof(trees.inferenceTree, index),
  })
  const payout = (index: number): PayoutProof => ({
    payout: trees.payouts[index]!,
    amount: payouts[index]!.amount,
    index,
    ...sumTreeProof(trees.payoutTree, index),
  })
  const credit = (outer: number, index: number): CreditProof => ({
    credit: inferences[outer]!.credits[index]!,
    index,
    siblings: treeProof(trees.creditTrees[outer]!, index),
  })
  const entry = (outer: number, index: number): EntryProof => {
    const { amount, ...named } = payouts[outer]!.entries[index]!
    return { entry: named, amount, index, ...sumTreeProof(trees.entryTrees[outer]!, index) }
  }
  return {
    inferences,
    payouts,
    inference,
    payout,
    credit,
    entry,
    payoutsAround: (account: Address) => around(payouts, (leaf) => comparePayouts(leaf, { account })).map(payout),
    /** The inference that holds a wei of a payer's total, or those before and after it. */
    inferencesAround(payer: Address, total: bigint) {
      const holder = inferences.findIndex(
        (leaf) => BigInt(leaf.payer) === BigInt(payer) && leaf.from <= total && total < leaf.to,
      )
      if (holder >= 0) return [inference(holder)]
      // One that begins at the wei and is empty stands before it: it holds nothing.
      return around(inferences, (leaf) => compareInferences(leaf, { payer, from: total }) || -1).map(inference)
    },
  }
}

/** Indices of the leaf that is sought or, where there is none, of those on either side. */
function around<Leaf>(leaves: readonly Leaf[], compare: (leaf: Leaf) => number): number[] {
  const found = leaves.findIndex((leaf) => compare(leaf) === 0)
  if (found >= 0) return [found]
  const next = leaves.findIndex((leaf) => compare(leaf) > 0)
  const after = next < 0 ? leaves.length : next
  return [after - 1, after].filter((i) => i >= 0 && i < leaves.length)
}

/** The indices demanded, as many as there are. */
function range(first: number, count: number, length: number): number[] {
  return Array.from({ length: Math.max(0, Math.min(count, length - first)) }, (_, i) => first + i)
}

/** The chunks demanded, as many as there are; the first where there are none of them, for the length. */
function chunks(text: Uint8Array, first: number, count: number): TextProof {
  if (text.length === 0) return noText
  const [from, to] = [first * CHUNK_BYTES, Math.min((first + count) * CHUNK_BYTES, text.length)]
  return from < to ? proveText(text, from, to) : proveText(text, 0, 1)
}

function at<Leaf>(item: Item, leaves: readonly Leaf[], index: number): Leaf {
  const leaf = leaves[index]
  if (!leaf) throw new UnanswerableError(item, `the batch has ${leaves.length} of them`)
  return leaf
}
