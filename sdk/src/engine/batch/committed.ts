import { type Address, bytesToHex, getAddress } from 'viem'
import type { BatchCommitment } from '../../attribution/batch.ts'
import { type ReadBlob, unpackBundle } from '../../attribution/bundle/pack.ts'
import { readInferences } from '../../attribution/bundle/parts.ts'
import type { BundleInference, BundlePayout } from '../../attribution/bundle.ts'
import { checkBundle, type Mismatch, mismatchesOf } from '../../attribution/check.ts'
import { encodeCredit, type Inference, type Payout } from '../../attribution/encoding.ts'
import { inferencesOver } from '../../attribution/trees.ts'
import { SumOutOfRangeError } from '../../errors/trees.ts'
import { buildTree, treeRoot } from '../../trees/index.ts'
import { createKeccak, HASH_BYTES, packedSumRoot, packedTotal, sumAt } from '../hashing/index.ts'
import { ADDRESS_BYTES } from './answers.ts'
import { OddNumber } from './opened.ts'
import { countsOf, type OpenedLargeBatch, type OpenOptions, openLargeBatch, readManifest } from './openedBatch.ts'
import { unpackPart } from './tasks.ts'

/** Credits that room is made for whatever was declared: less than a gigabyte. */
const MOST_UNDECLARED = 2 ** 24

/** The batch part by part; `undefined` where that would not be the committed one, or has numbers beyond it. */
export async function openDeclared(
  read: ReadBlob,
  commitment: BatchCommitment,
  options: OpenOptions,
): Promise<OpenedLargeBatch | undefined> {
  const { manifest } = await readManifest(await createKeccak(), read, commitment.bundleHash)
  const { inferences, credits, payouts } = countsOf(manifest)
  // Room is made for as many leaves as its operator has put its bond behind, and for few more.
  const isDeclared =
    inferences === commitment.inferenceCount &&
    payouts === commitment.payoutCount &&
    (credits <= MOST_UNDECLARED || BigInt(credits) <= commitment.creditCount)
  if (!isDeclared) return undefined
  try {
    return await openLargeBatch(read, commitment.bundleHash, options)
  } catch (error) {
    // Numbers that no honest batch has: what reads bundles at once knows what to say of them.
    if (error instanceof OddNumber || error instanceof SumOutOfRangeError) return undefined
    throw error
  }
}

/** An answer as its bundle states it, and its leaf. */
export type CommittedInference = { index: number; stated: BundleInference; leaf: Inference }

/** What an account earned, as its leaf and its entries, in their order. */
export type CommittedPayout = {
  index: number
  leaf: Payout
  amount: bigint
  entries: Iterable<BundlePayout['entries'][number]>
}

/** What a batch committed to, leaf by leaf, of which little is in memory at a time. */
export type CommittedBatch = {
  inferences(): AsyncGenerator<CommittedInference>
  payouts(): Generator<CommittedPayout>
}

export type CommittedCheck = { matches: true; content: CommittedBatch } | { matches: false; mismatches: Mismatch[] }

/**
 * Opens a batch's bundle and recomputes every tree of it, part by part: what `checkBundle` of `sdk/src/attribution` does
 * with a whole one.
 * @throws MalformedBundleError and whatever `read` throws
 * @throws BundleTooLargeError where it is not what was declared, or has numbers that no honest batch has, and more than
 * `most` bytes
 */
export async function openCommitted(
  read: ReadBlob,
  commitment: BatchCommitment,
  chain: { chainId: number; ledger: Address },
  options: OpenOptions & { most?: number } = {},
): Promise<CommittedCheck> {
  const opened = await openDeclared(read, commitment, options)
  if (!opened) return await openWhole(read, commitment, chain, options)
  const { manifest, size, inferenceTree, payouts } = opened
  const { credits } = countsOf(manifest)
  const mismatches = mismatchesOf(commitment, chain, {
    ...manifest,
    inferenceCount: inferenceTree.count,
    inferencesRoot: packedSumRoot(inferenceTree),
    dataFees: packedTotal(inferenceTree),
    payoutCount: payouts.count,
    payoutsRoot: packedSumRoot(payouts.tree),
    earned: packedTotal(payouts.tree),
    creditCount: BigInt(credits),
    entryCount: payouts.entryCounts.reduce((sum, count) => sum + BigInt(count), 0n),
    bundleSize: size,
  })
  if (mismatches.length > 0) return { matches: false, mismatches }
  return {
    matches: true,
    content: { inferences: () => inferencesOf(read, opened, options.signal), payouts: () => payoutsOf(opened) },
  }
}

async function openWhole(
  read: ReadBlob,
  commitment: BatchCommitment,
  chain: { chainId: number; ledger: Address },
  { most }: { most?: number },
): Promise<CommittedCheck> {
  const { bundle, size } = await unpackBundle(read, commitment.bundleHash, { most })
  const check = checkBundle({ commitment }, bundle, chain, size)
  if (!check.matches) return check
  const { trees } = check
  return {
    matches: true,
    content: {
      async *inferences() {
        for (const [index, stated] of bundle.inferences.entries()) {
          yield { index, stated, leaf: trees.inferences[index]! }
        }
      },
      *payouts() {
        for (const [index, { amount, entries }] of bundle.payouts.entries()) {
          yield { index, leaf: trees.payouts[index]!, amount, entries }
        }
      },
    },
  }
}

async function* inferencesOf(
  read: ReadBlob,
  { manifest, keccak }: OpenedLargeBatch,
  signal: AbortSignal | undefined,
): AsyncGenerator<CommittedInference> {
  let [first, firstCredit] = [0, 0n]
  for (const part of manifest.inferences) {
    signal?.throwIfAborted()
    const bytes = unpackPart(keccak, await read(part.hash), part)
    const { inferences } = readInferences({ ...part, bytes }, `part ${part.hash}`)
    const roots = inferences.map(({ credits }) => treeRoot(buildTree(credits.map(encodeCredit))))
    for (const [i, leaf] of inferencesOver(inferences, roots).entries()) {
      const whole = { ...leaf, firstCredit: firstCredit + leaf.firstCredit }
      yield { index: first + i, stated: inferences[i]!, leaf: whole }
    }
    first += part.count
    firstCredit += BigInt(part.credits)
  }
}

function* payoutsOf(opened: OpenedLargeBatch): Generator<CommittedPayout> {
  const { count, accounts, entriesRoots, entryCounts, firstEntries, tree } = opened.payouts
  for (let index = 0; index < count; index++) {
    const leaf: Payout = {
      account: getAddress(bytesToHex(accounts.subarray(ADDRESS_BYTES * index, ADDRESS_BYTES * (index + 1)))),
      entriesRoot: bytesToHex(entriesRoots.subarray(HASH_BYTES * index, HASH_BYTES * (index + 1))),
      entryCount: entryCounts[index]!,
      firstEntry: BigInt(firstEntries[index]!),
    }
    const stated = opened.entriesOf[index]!
    const entries = typeof stated === 'number' ? entriesOf(opened, stated) : stated
    yield { index, leaf, amount: sumAt(tree.levels[0]!.sums, index), entries }
  }
}

/** As `followingEntries`, one at a time. */
function* entriesOf(
  { grouped, shared }: OpenedLargeBatch,
  account: number,
): Generator<BundlePayout['entries'][number]> {
  for (let i = grouped.starts[account]!; i < grouped.starts[account + 1]!; i++) {
    const slot = grouped.slots[i]!
    yield {
      inference: shared.creditInference[slot >>> 1]!,
      credit: shared.creditPlace[slot >>> 1]!,
      amount: sumAt(shared.slotAmount, slot),
    }
  }
}
