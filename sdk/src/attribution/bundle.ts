import type { Address, Hex } from 'viem'
import type { Reserve, RuleName } from './amounts.ts'
import type { Credit, Entry } from './encoding.ts'

/**
 * Everything that is needed to recompute a batch, as its operator states it. Orders and sums are those stated; what stands
 * in the trees before each leaf follows.
 */
export type Bundle = {
  chainId: number
  /** Address of `AttributionLedger`. */
  ledger: Address
  modelId: bigint
  term: number
  /** The model's rule, by which amounts follow from credits. */
  rule: RuleName
  inferences: BundleInference[]
  payouts: BundlePayout[]
  /** By credited submission, as `submissionKey` has it, the reserve of its datanet, where that takes a share. Like all else it is what the operator says. */
  reserves: StatedReserves
  /**
   * Bytes that hash to nodes or leaves of the batch's trees, where those are others than the rest makes: only a batch that
   * is wrong has any, and without them it could not be shown to be.
   */
  openings?: Hex[]
}

/** Reserves of the datanets of credited submissions, where they take a share, by `submissionKey`. */
export type StatedReserves = ReadonlyMap<string, Reserve>

/**
 * A submission as a key of maps. Numbers that an operator states are none: how large ones are hashed is known, so that a
 * bundle could hold a million that meet in one place, and whoever reads it would compare each with all. Strings are hashed
 * by a secret of the process; the sign before the digits keeps them from being taken for a small index, which is not.
 */
export function submissionKey(submissionId: bigint): string {
  return `#${submissionId}`
}

/** A paid answer of a bundle. */
export type BundleInference = {
  version: number
  payer: Address
  /** The payer's running totals before and after the answer, in wei. */
  from: bigint
  to: bigint
  /** The answer's data money, in wei. */
  dataFee: bigint
  /** Canonical bytes of the output. */
  output: Uint8Array
  /** The receipt's signature. */
  receipt: Hex
  credits: Credit[]
}

/** What an account earned by a batch, in wei, and by which credits. */
export type BundlePayout = {
  account: Address
  amount: bigint
  entries: (Entry & { amount: bigint })[]
}

/** A credit as JSON states it, over HTTP. */
export function stateCredit(credit: Credit) {
  return {
    start: String(credit.start),
    length: String(credit.length),
    matchStart: String(credit.matchStart),
    matchLength: String(credit.matchLength),
    submissionId: String(credit.submissionId),
    leafIndex: credit.leafIndex,
    offset: String(credit.offset),
    contributor: credit.contributor.toLowerCase() as Hex,
  }
}
