import { type Address, isAddressEqual } from 'viem'
import { SumOutOfRangeError } from '../errors/trees.ts'
import { sumTreeRoot, sumTreeTotal } from '../trees/index.ts'
import type { Batch } from './batch.ts'
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
 */
export function checkBundle(
  batch: Pick<Batch, 'commitment'>,
  bundle: Bundle,
  chain: { chainId: number; ledger: Address },
): BundleCheck {
  const { commitment } = batch
  const trees = rebuildOrUndefined(bundle)
  if (trees === undefined) {
    return { matches: false, mismatches: [{ field: 'sums', committed: 'below 2^128', stated: '2^128 or more' }] }
  }
  const compared: [field: string, committed: unknown, stated: unknown, equal?: boolean][] = [
    ['chainId', chain.chainId, bundle.chainId],
    ['ledger', chain.ledger, bundle.ledger, isAddressEqual(chain.ledger, bundle.ledger)],
    ['modelId', commitment.modelId, bundle.modelId],
    ['term', commitment.term, bundle.term],
    ['inferenceCount', commitment.inferenceCount, trees.inferences.length],
    ['inferencesRoot', commitment.inferencesRoot, sumTreeRoot(trees.inferenceTree)],
    ['dataFees', commitment.dataFees, sumTreeTotal(trees.inferenceTree)],
    ['payoutCount', commitment.payoutCount, trees.payouts.length],
    ['payoutsRoot', commitment.payoutsRoot, sumTreeRoot(trees.payoutTree)],
    ['earned', commitment.earned, sumTreeTotal(trees.payoutTree)],
    ['creditCount', commitment.creditCount, leavesIn(trees.creditTrees)],
    ['entryCount', commitment.entryCount, leavesIn(trees.entryTrees)],
  ]
  const mismatches = compared
    .filter(([, committed, stated, equal = committed === stated]) => !equal)
    .map(([field, committed, stated]) => ({ field, committed: String(committed), stated: String(stated) }))
  return mismatches.length === 0 ? { matches: true, trees } : { matches: false, mismatches }
}

function rebuildOrUndefined(bundle: Bundle): BatchTrees | undefined {
  try {
    return rebuildBatch(bundle)
  } catch (cause) {
    if (cause instanceof SumOutOfRangeError) return undefined
    throw cause
  }
}
