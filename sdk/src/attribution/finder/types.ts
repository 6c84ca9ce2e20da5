import type { Address, Hex } from 'viem'
import type { Reserve, RuleName } from '../amounts.ts'
import type { Batch } from '../batch.ts'
import type { Corpus, Place } from '../corpus.ts'
import type { Item } from '../demands.ts'
import type { Evidence } from '../evidence.ts'
import type { Preimages, Texts } from '../preimages.ts'

/** What is wrong with a batch, or cannot be seen of it. */
export type Finding =
  /** A proof: one is enough to void the batch. */
  | { evidence: Evidence }
  /** A contribution that counts for a version, of which the corpus has no text: whether it owns words, nobody here knows. */
  | { unknownSource: Place }
  /** Something of the batch that is not at hand: whoever demands it gets it, or the batch void. */
  | { withheld: Item }

/** A batch as it was committed, what is known of what its roots hide, and what the chain says of all that it names. */
export type BatchToCheck = {
  batchId: bigint
  batch: Batch
  /** What hashes to the nodes and leaves of its trees. */
  preimages: Preimages
  /** Its outputs, canonical or not, as committed. */
  texts: Texts
  /** Receipts of its model and term, signed by the term's receipt key or an on-chain request's. */
  receipts: readonly KnownReceipt[]
  chain: ChainFacts
}

/** A receipt that evidence can show. */
export type KnownReceipt = {
  version: number
  payer: Address
  from: bigint
  to: bigint
  outputRoot: Hex
  /** Empty (`0x`) for the receipt of an on-chain request's answer. */
  signature: Hex
}

/** What the chain says, for one batch. */
export type ChainFacts = {
  rule: RuleName
  /** The model's data share, in basis points. */
  dataBps: number
  /** What a version of the model draws on; `undefined` for a version that was not published. */
  corpusOf(version: number): Corpus | undefined
  /** Whether a version was active at any time from `from` to `to`, Unix seconds, both included. */
  wasActive(version: number, from: number, to: number): boolean
  /** What a payer was charged in the batch's term, in wei. */
  charged(payer: Address): bigint
  /** The reserve of the datanet of a submission: the zero address and 0 bps for a submission that there is not. */
  reserveOf(submissionId: bigint): Reserve
  /** The finalised batches of the same model and term. */
  earlier: readonly EarlierBatch[]
}

/** A finalised batch with what is known of its inferences. */
export type EarlierBatch = { batchId: bigint; batch: Batch; preimages: Preimages }
