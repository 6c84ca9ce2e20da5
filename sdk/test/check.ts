import type { Batch, BuiltBatch } from '../src/attribution/batch.ts'
import type { BatchToCheck, ChainFacts } from '../src/attribution/finder.ts'
import { outputsOf, preimagesOf } from '../src/attribution/preimages.ts'
import { accountOf } from './world.ts'

/** A batch as if committed, at times that matter to nobody. */
export function committed(commitment: Batch['commitment'], times: Partial<Batch> = {}): Batch {
  return {
    commitment,
    operator: accountOf(0x09),
    bond: 10n ** 21n,
    committedAt: 1_000,
    demandsUntil: 2_000,
    responsePeriod: 300,
    challengesUntil: 4_000,
    versionsSince: 500,
    ...times,
  }
}

/** A built batch with its whole bundle at hand, to be checked by what the chain says. */
export function checkOf(
  { commitment, bundle }: Pick<BuiltBatch, 'commitment' | 'bundle'>,
  chain: ChainFacts,
  known: Partial<BatchToCheck> = {},
): BatchToCheck {
  return {
    batchId: 1n,
    batch: committed(commitment),
    preimages: preimagesOf(bundle),
    texts: outputsOf(bundle),
    receipts: [],
    chain,
    ...known,
  }
}
