import { type Address, getAddress, type Hex } from 'viem'
import { OpenLedgerError } from '../errors/base.ts'
import { sumTreeRoot, sumTreeTotal } from '../trees/index.ts'
import { dataFeeOf, type Reserve, type RuleName } from './amounts.ts'
import { type PackedBundle, type PackOptions, packBundle } from './bundle/index.ts'
import { type Bundle, type BundleInference, submissionKey } from './bundle.ts'
import { type Credit, compareInferences } from './encoding.ts'
import { settle } from './settle.ts'
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

export type BatchParameters = PackOptions & {
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
  /** To be published before the batch is committed. */
  packed: PackedBundle
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
  const { reserveOf, gzip, partBytes } = parameters
  const payouts = settle(inferences, reserveOf, rule)
  const reserves = reservesIn(inferences, reserveOf)
  const bundle = { chainId, ledger: getAddress(ledger), modelId, term, rule, inferences, payouts, reserves }
  return batchOf(bundle, { gzip, partBytes })
}

/**
 * The batch of a bundle: its commitment and trees over what the bundle states, right or wrong.
 * @throws SumOutOfRangeError when stated sums are more than a tree holds
 */
export function batchOf(bundle: Bundle, options?: PackOptions): BuiltBatch {
  const { modelId, term } = bundle
  const trees = rebuildBatch(bundle)
  const packed = packBundle(bundle, options)
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
    bundleHash: packed.hash,
    bundleSize: packed.size,
  }
  return { commitment, trees, bundle, packed }
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

/** The reserves that take a share of credits, by submission. */
function reservesIn(
  inferences: readonly Pick<BundleInference, 'credits'>[],
  reserveOf: (credit: Credit) => Reserve,
): Map<string, Reserve> {
  const reserves = new Map<string, Reserve>()
  for (const { credits } of inferences) {
    for (const credit of credits) {
      const key = submissionKey(credit.submissionId)
      if (reserves.has(key)) continue
      const reserve = reserveOf(credit)
      if (reserve.reserveBps > 0) reserves.set(key, reserve)
    }
  }
  return reserves
}
