import {
  type BatchCommitment,
  BundleTooLargeError,
  type Contribution,
  MalformedBundleError,
} from '@openledger/sdk/attribution'
import { ContentMismatchError, ContentNotFoundError, type ContentStore, decodeLeaves } from '@openledger/sdk/content'
import { type CommittedBatch, openCommitted } from '@openledger/sdk/engine'
import type { Address, Hex } from 'viem'

/**
 * What became of reading a piece of content.
 * `verified`: here it is, and it is what the chain commits to. `missing`: the store does not give it.
 * `mismatch`: it is not what the chain commits to; `final` when no store can ever have better.
 */
export type Checked<Content> =
  | { status: 'verified'; content: Content }
  | { status: 'missing'; reason: string }
  | { status: 'mismatch'; reason: string; final: boolean }

/** Where the batches are. */
export type Ledger = { chainId: number; ledger: Address }

/** Opens a batch's bundle, and rebuilds every tree of the batch from it, a part at a time. */
export async function readBundle(
  store: ContentStore,
  commitment: BatchCommitment,
  ledger: Ledger,
): Promise<Checked<CommittedBatch>> {
  return await reading(async () => {
    // No threads: this process serves meanwhile.
    const check = await openCommitted((blob) => store.read('blobs', blob), commitment, ledger, { workers: 0 })
    if (check.matches) return { status: 'verified', content: check.content }
    return wrong(
      check.mismatches
        .map(({ field, committed, stated }) => `${field}: committed ${committed}, stated ${stated}`)
        .join('; '),
    )
  })
}

/** Reads a submission's contributions, place by place; a place that holds something else is `undefined`. */
export async function readLeaves(
  store: ContentStore,
  root: Hex,
  count: bigint,
): Promise<Checked<(Contribution | undefined)[]>> {
  return await reading(async () => {
    const content = decodeLeaves(await store.read('leaves', root))
    if (BigInt(content.length) === count) return { status: 'verified', content }
    return wrong(`count: committed ${count}, stated ${content.length}`)
  })
}

/** Reads the canonical bytes of a contribution. */
export async function readText(store: ContentStore, textRoot: Hex): Promise<Checked<Uint8Array>> {
  return await reading(async () => ({ status: 'verified', content: await store.read('texts', textRoot) }))
}

function wrong(reason: string): { status: 'mismatch'; reason: string; final: true } {
  return { status: 'mismatch', reason, final: true }
}

/** Turns each failure into a result that says what is wrong, so that one piece of content cannot stop the others. */
async function reading<Content>(read: () => Promise<Checked<Content>>): Promise<Checked<Content>> {
  try {
    return await read()
  } catch (cause) {
    // These bytes have the committed hash, so nobody can ever show others.
    if (cause instanceof MalformedBundleError || cause instanceof BundleTooLargeError) return wrong(cause.message)
    // Another store, or a mended one, may have the right bytes.
    if (cause instanceof ContentMismatchError) return { status: 'mismatch', reason: cause.message, final: false }
    if (cause instanceof ContentNotFoundError) return { status: 'missing', reason: cause.message }
    return { status: 'missing', reason: `The content store fails: ${cause instanceof Error ? cause.message : cause}` }
  }
}
