import { type Address, isAddressEqual } from 'viem'
import { OpenLedgerError } from '../errors/base.ts'
import { sumTreeProof, sumTreeRoot } from '../trees/index.ts'
import type { Batch } from './batch.ts'
import type { Bundle } from './bundle.ts'
import type { PayoutProof } from './proofs.ts'
import type { BatchTrees } from './trees.ts'

/** What an account earned in a finalised batch, as `AttributionLedger.claim` takes it. */
export type Claim = {
  batchId: bigint
  batch: Batch
  payout: PayoutProof
}

/** A batch with the bundle it was committed with. */
export type ClaimableBatch = {
  batchId: bigint
  batch: Batch
  bundle: Pick<Bundle, 'payouts'>
  /** The bundle's, as `rebuildBatch` gives them. */
  trees: BatchTrees
}

/** Payouts that are not those the batch committed to. */
export class ForeignPayoutsError extends OpenLedgerError {
  constructor(batchId: bigint) {
    super(`The bundle's payouts are not those of batch ${batchId}: read the bundle whose hash the batch committed to.`)
  }
}

/**
 * What an account can claim of batches, ready to be sent in one transaction once they are final. Batches that owe it
 * nothing give none.
 * @throws ForeignPayoutsError when a bundle is another batch's
 */
export function claimsOf(account: Address, batches: readonly ClaimableBatch[]): Claim[] {
  return batches.flatMap(({ batchId, batch, bundle, trees }) => {
    if (sumTreeRoot(trees.payoutTree) !== batch.commitment.payoutsRoot) throw new ForeignPayoutsError(batchId)
    const index = trees.payouts.findIndex((payout) => isAddressEqual(payout.account, account))
    const leaf = trees.payouts[index]
    const amount = bundle.payouts[index]?.amount
    if (!leaf || !amount) return []
    return { batchId, batch, payout: { payout: leaf, amount, index, ...sumTreeProof(trees.payoutTree, index) } }
  })
}
