import { type Address, isAddressEqual } from 'viem'
import { SumOutOfRangeError } from '../errors/trees.ts'
import { sumTreeRoot, sumTreeTotal } from '../trees/index.ts'
import type { Batch, BatchCommitment } from './batch.ts'
import type { Bundle } from './bundle.ts'
import { type BatchTrees, leavesIn, rebuildBatch } from './trees.ts'

/** Something that the bundle states otherwise than the chain has it. */
export type Mismatch = {
  field: string
  committed: string
  stated: string
}

/** Either the bundle is the batch's, with its trees, or here is what differs. */
export type BundleCheck = { matches: true; trees: BatchTrees } | { matches: false; mismatches: Mismatch[] }

/**
 * Whether a batch's roots, counts and totals are those that the bundle makes by itself, as every honest batch's are. Where
 * they are not, the batch or the bundle is wrong: the bundle's openings may show what the roots hide.
 * @param size Bytes of the bundle, unpacked, where they are to be compared as well.
 */
export function checkBundle(
  { commitment }: Pick<Batch, 'commitment'>,
  bundle: Bundle,
  chain: { chainId: number; ledger: Address },
  size: bigint = commitment.bundleSize,
): BundleCheck {
  const trees = rebuildOrUndefined(bundle)
  if (trees === undefined) {
    return { matches: false, mismatches: [{ field: 'sums', committed: 'below 2^128', stated: '2^128 or more' }] }
  }
  const mismatches = mismatchesOf(commitment, chain, {
    ...bundle,
    inferenceCount: trees.inferences.length,
    inferencesRoot: sumTreeRoot(trees.inferenceTree),
    dataFees: sumTreeTotal(trees.inferenceTree),
    payoutCount: trees.payouts.length,
    payoutsRoot: sumTreeRoot(trees.payoutTree),
    earned: sumTreeTotal(trees.payoutTree),
    creditCount: leavesIn(trees.creditTrees),
    entryCount: leavesIn(trees.entryTrees),
    bundleSize: size,
  })
  return mismatches.length === 0 ? { matches: true, trees } : { matches: false, mismatches }
}

/** What a bundle makes, wherever it was read. */
type Stated = Omit<BatchCommitment, 'bundleHash'> & Pick<Bundle, 'chainId' | 'ledger'>

/** What of it is not as it was committed, on the ledger of this chain. */
export function mismatchesOf(
  commitment: BatchCommitment,
  chain: { chainId: number; ledger: Address },
  stated: Stated,
): Mismatch[] {
  const compared: [field: string, committed: unknown, stated: unknown, equal?: boolean][] = [
    ['chainId', chain.chainId, stated.chainId],
    ['ledger', chain.ledger, stated.ledger, isAddressEqual(chain.ledger, stated.ledger)],
    ['modelId', commitment.modelId, stated.modelId],
    ['term', commitment.term, stated.term],
    ['inferenceCount', commitment.inferenceCount, stated.inferenceCount],
    ['inferencesRoot', commitment.inferencesRoot, stated.inferencesRoot],
    ['dataFees', commitment.dataFees, stated.dataFees],
    ['payoutCount', commitment.payoutCount, stated.payoutCount],
    ['payoutsRoot', commitment.payoutsRoot, stated.payoutsRoot],
    ['earned', commitment.earned, stated.earned],
    ['creditCount', commitment.creditCount, stated.creditCount],
    ['entryCount', commitment.entryCount, stated.entryCount],
    ['bundleSize', commitment.bundleSize, stated.bundleSize],
  ]
  return compared
    .filter(([, committed, stated, equal = committed === stated]) => !equal)
    .map(([field, committed, stated]) => ({ field, committed: String(committed), stated: String(stated) }))
}

function rebuildOrUndefined(bundle: Bundle): BatchTrees | undefined {
  try {
    return rebuildBatch(bundle)
  } catch (cause) {
    if (cause instanceof SumOutOfRangeError) return undefined
    throw cause
  }
}
