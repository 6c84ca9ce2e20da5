import { type Address, getAddress, type Hex, keccak256 } from 'viem'
import { OpenLedgerError } from '../errors/base.ts'
import { sumTreeRoot, sumTreeTotal } from '../trees/index.ts'
import { dataFeeOf, divideGross, grossOf, type Reserve, type RuleName } from './amounts.ts'
import { type Bundle, type BundleInference, type BundlePayout, encodeBundle } from './bundle.ts'
import { type Credit, compareInferences, comparePayouts } from './encoding.ts'
import { type BatchTrees, leavesIn, rebuildBatch } from './trees.ts'

/** What an operator declares of a batch: `BatchCommitment` of `IAttributionLedger`. */
export type BatchCommitment = {
  modelId: bigint
  term: number
  inferencesRoot: Hex
  inferenceCount: number
  /** Σ data fees, in wei: taken from the term's data pool. */
  dataFees: bigint
  payoutsRoot: Hex
  payoutCount: number
  /** Σ payouts, in wei. The rest of `dataFees` goes to the data fund. */
  earned: bigint
  /** Number of credits of all inferences together. */
  creditCount: bigint
  /** Number of entries of all payouts together. */
  entryCount: bigint
  bundleHash: Hex
  bundleSize: bigint
}

/** A committed batch, as `BatchCommitted` gives it: `Batch` of `IAttributionLedger`. Times are Unix seconds. */
export type Batch = {
  commitment: BatchCommitment
  operator: Address
  bond: bigint
  committedAt: number
  demandsUntil: number
  responsePeriod: number
  challengesUntil: number
  /** From then on a version that answered must have been active at some time. */
  versionsSince: number
}

/** An answer to be batched, with its credits in output order. Its data fee follows from `from` and `to`. */
export type AttributedInference = Omit<BundleInference, 'dataFee'>

export type BatchParameters = {
  chainId: number
  /** Address of `AttributionLedger`. */
  ledger: Address
  modelId: bigint
  term: number
  /** The model's rule; `WindowV1` unless given. */
  rule?: RuleName
  /** At least one, in any order. */
  inferences: readonly AttributedInference[]
  /** The model's data share, in basis points. */
  dataBps: number
  /** The reserve of the datanet that a credit's source is in. */
  reserveOf: (credit: Credit) => Reserve
}

/** A batch ready to be committed, and all that is behind its roots. */
export type BuiltBatch = {
  commitment: BatchCommitment
  trees: BatchTrees
  bundle: Bundle
  /** To be written to the content store as the blob `commitment.bundleHash`. */
  bundleBytes: Uint8Array
}

/** A batch that the chain would refuse. */
export class EmptyBatchError extends OpenLedgerError {
  constructor() {
    super('A batch needs at least one answer: wait for a paid one before committing.')
  }
}

/** An answer that was charged nothing. */
export class EmptyRangeError extends OpenLedgerError {
  constructor(payer: Address, from: bigint, to: bigint) {
    super(
      `An answer to ${payer} occupies no wei of its running total (from ${from} to ${to}): leave out what was not charged.`,
    )
  }
}

/** Two answers that occupy the same money of one payer. */
export class OverlappingInferencesError extends OpenLedgerError {
  constructor(payer: Address, from: bigint) {
    super(`Two answers to ${payer} overlap at ${from} wei of its running total: batch each answer once.`)
  }
}

/**
 * Builds a batch from answers and their credits. What each account earns follows from the credits by the rule; whether
 * the credits are right is not looked at.
 * @throws EmptyBatchError, EmptyRangeError, OverlappingInferencesError
 */
export function buildBatch(parameters: BatchParameters): BuiltBatch {
  const { chainId, ledger, modelId, term, rule = 'WindowV1' } = parameters
  const inferences = orderInferences(parameters)
  const payouts = settle(inferences, parameters.reserveOf, rule)
  return batchOf({ chainId, ledger: getAddress(ledger), modelId, term, inferences, payouts })
}

/**
 * The batch of a bundle: its commitment and trees over what the bundle states, right or wrong.
 * @throws SumOutOfRangeError when stated sums are more than a tree holds
 */
export function batchOf(bundle: Bundle): BuiltBatch {
  const { modelId, term } = bundle
  const trees = rebuildBatch(bundle)
  const bundleBytes = encodeBundle(bundle)
  const commitment: BatchCommitment = {
    modelId,
    term,
    inferencesRoot: sumTreeRoot(trees.inferenceTree),
    inferenceCount: trees.inferences.length,
    dataFees: sumTreeTotal(trees.inferenceTree),
    payoutsRoot: sumTreeRoot(trees.payoutTree),
    payoutCount: trees.payouts.length,
    earned: sumTreeTotal(trees.payoutTree),
    creditCount: leavesIn(trees.creditTrees),
    entryCount: leavesIn(trees.entryTrees),
    bundleHash: keccak256(bundleBytes),
    bundleSize: BigInt(bundleBytes.length),
  }
  return { commitment, trees, bundle, bundleBytes }
}

function orderInferences({ inferences, dataBps }: BatchParameters): BundleInference[] {
  if (inferences.length === 0) throw new EmptyBatchError()
  const ordered = inferences
    .map((paid) => ({ ...paid, payer: getAddress(paid.payer), dataFee: dataFeeOf({ ...paid, dataBps }) }))
    .sort(compareInferences)
  ordered.forEach((paid, i) => {
    if (paid.from >= paid.to) throw new EmptyRangeError(paid.payer, paid.from, paid.to)
    const next = ordered[i + 1]
    if (next?.payer === paid.payer && next.from < paid.to) throw new OverlappingInferencesError(next.payer, next.from)
  })
  return ordered
}

/**
 * What each account earned: for every credit an entry under its contributor, also of 0 wei, and one under the reserve
 * account of its datanet unless that takes no share or is the contributor itself. A credit without contributor, whose
 * source is revoked, has neither: what it might have earned goes to the data fund.
 */
export function settle(
  inferences: readonly Pick<BundleInference, 'dataFee' | 'output' | 'credits'>[],
  reserveOf: (credit: Credit) => Reserve,
  rule: RuleName,
): BundlePayout[] {
  const payouts = new Map<Address, BundlePayout>()
  const enter = (holder: Address, inference: number, credit: number, amount: bigint) => {
    const account = getAddress(holder)
    const payout = payouts.get(account) ?? { account, amount: 0n, entries: [] }
    payout.amount += amount
    payout.entries.push({ inference, credit, amount })
    payouts.set(account, payout)
  }
  // Walking in order leaves each account's entries in order.
  inferences.forEach(({ dataFee, output, credits }, i) => {
    credits.forEach((credit, j) => {
      if (BigInt(credit.contributor) === 0n) return
      const gross = grossOf({ rule, dataFee, length: credit.length, outputLength: output.length })
      const reserve = reserveOf(credit)
      const parts = divideGross(gross, credit.contributor, reserve)
      enter(credit.contributor, i, j, parts.contributor)
      if (parts.reserve !== undefined) enter(reserve.reserveAccount, i, j, parts.reserve)
    })
  })
  return [...payouts.values()].sort(comparePayouts)
}
