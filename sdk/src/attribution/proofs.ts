import { type Hex, zeroAddress } from 'viem'
import type { TextProof } from '../text/textRoot.ts'
import { ZERO_HASH } from '../trees/index.ts'
import type { Batch } from './batch.ts'
import type { Contribution, Credit, Entry, Inference, Payout } from './encoding.ts'

/** An inference leaf of the batch, with its proof. */
export type InferenceProof = {
  inference: Inference
  dataFee: bigint
  index: number
  siblings: readonly Hex[]
  siblingSums: readonly bigint[]
}

/** A credit leaf of an inference, with its proof. */
export type CreditProof = {
  credit: Credit
  index: number
  siblings: readonly Hex[]
}

/** A payout leaf of the batch, with its proof. */
export type PayoutProof = {
  payout: Payout
  /** Wei. */
  amount: bigint
  index: number
  siblings: readonly Hex[]
  siblingSums: readonly bigint[]
}

/** An entry leaf of a payout, with its proof. */
export type EntryProof = {
  entry: Entry
  /** Wei. */
  amount: bigint
  index: number
  siblings: readonly Hex[]
  siblingSums: readonly bigint[]
}

/** A contribution leaf of a submission, with its proof. */
export type ContributionProof = Contribution & {
  siblings: readonly Hex[]
}

/** Parts of evidence that its kind or reason leaves empty. */
export const noInference: InferenceProof = {
  inference: {
    version: 0,
    payer: zeroAddress,
    from: 0n,
    to: 0n,
    outputRoot: ZERO_HASH,
    creditsRoot: ZERO_HASH,
    creditCount: 0,
    firstCredit: 0n,
  },
  dataFee: 0n,
  index: 0,
  siblings: [],
  siblingSums: [],
}

export const noCredit: CreditProof = {
  credit: {
    start: 0n,
    length: 0n,
    matchStart: 0n,
    matchLength: 0n,
    submissionId: 0n,
    leafIndex: 0,
    offset: 0n,
    contributor: zeroAddress,
  },
  index: 0,
  siblings: [],
}

export const noPayout: PayoutProof = {
  payout: { account: zeroAddress, entriesRoot: ZERO_HASH, entryCount: 0, firstEntry: 0n },
  amount: 0n,
  index: 0,
  siblings: [],
  siblingSums: [],
}

export const noSource: ContributionProof = { contributor: zeroAddress, textRoot: ZERO_HASH, siblings: [] }

export const noText: TextProof = { length: 0n, firstChunk: 0, data: '0x', siblings: [] }

export const noBatch: Batch = {
  commitment: {
    modelId: 0n,
    term: 0,
    inferencesRoot: ZERO_HASH,
    inferenceCount: 0,
    dataFees: 0n,
    payoutsRoot: ZERO_HASH,
    payoutCount: 0,
    earned: 0n,
    creditCount: 0n,
    entryCount: 0n,
    bundleHash: ZERO_HASH,
    bundleSize: 0n,
  },
  operator: zeroAddress,
  bond: 0n,
  committedAt: 0,
  demandsUntil: 0,
  responsePeriod: 0,
  challengesUntil: 0,
  versionsSince: 0,
}
