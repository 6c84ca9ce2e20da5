import type { Hex } from 'viem'
import type { BatchCommitment } from '../../attribution/batch.ts'
import type { ReadBlob } from '../../attribution/bundle/pack.ts'
import { readPayouts } from '../../attribution/bundle/parts.ts'
import { OpenLedgerError } from '../../errors/base.ts'
import { createKeccak, HASH_BYTES, packedSumRoot } from '../hashing/index.ts'
import { ADDRESS_BYTES } from './answers.ts'
import { countsOf, readManifest, rootOfEntries } from './openedBatch.ts'
import { overPayouts, type PackedPayouts } from './payouts.ts'
import { unpackPart } from './tasks.ts'

/** Payouts of a bundle that are not those that its batch committed to. */
export class UncommittedPayoutsError extends OpenLedgerError {
  constructor(committed: Hex, stated: Hex) {
    super(
      `The bundle's payouts have the root ${stated}, and the batch committed to ${committed}: claim by another bundle, or demand the payout on chain.`,
    )
  }
}

/**
 * Reads the payouts of a batch, and nothing else of its bundle: what claims are proven by, with `payoutOf`.
 * @throws MalformedBundleError @throws UncommittedPayoutsError and whatever `read` throws
 */
export async function openPayouts(
  read: ReadBlob,
  { bundleHash, payoutsRoot }: Pick<BatchCommitment, 'bundleHash' | 'payoutsRoot'>,
  { signal }: { signal?: AbortSignal } = {},
): Promise<PackedPayouts> {
  const keccak = await createKeccak()
  const { manifest } = await readManifest(keccak, read, bundleHash)
  const count = countsOf(manifest).payouts
  const stated = {
    count,
    accounts: new Uint8Array(ADDRESS_BYTES * count),
    entriesRoots: new Uint8Array(HASH_BYTES * count),
    entryCounts: new Uint32Array(count),
  }
  const amounts: bigint[] = []
  for (const part of manifest.payouts) {
    signal?.throwIfAborted()
    const held = readPayouts(
      { bytes: unpackPart(keccak, await read(part.hash), part), count: part.count },
      `part ${part.hash}`,
    )
    for (const payout of held) {
      const i = amounts.length
      const [root, entries] =
        'follows' in payout
          ? [Buffer.from(payout.follows.root.slice(2), 'hex'), payout.follows.count]
          : [rootOfEntries(keccak, payout.entries), payout.entries.length]
      stated.accounts.set(Buffer.from(payout.account.slice(2), 'hex'), ADDRESS_BYTES * i)
      stated.entriesRoots.set(root, HASH_BYTES * i)
      stated.entryCounts[i] = entries
      amounts.push(payout.amount)
    }
  }
  const payouts = overPayouts(keccak, stated, (i) => amounts[i]!)
  const root = packedSumRoot(payouts.tree)
  if (root !== payoutsRoot) throw new UncommittedPayoutsError(payoutsRoot, root)
  return payouts
}
