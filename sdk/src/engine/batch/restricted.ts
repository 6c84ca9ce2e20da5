import { bytesToHex, getAddress } from 'viem'
import type { ReadBlob } from '../../attribution/bundle/pack.ts'
import { readInferences } from '../../attribution/bundle/parts.ts'
import type { BundleInference } from '../../attribution/bundle.ts'
import { encodeCredit, encodeEntry, encodeInference, encodePayout } from '../../attribution/encoding.ts'
import { createPreimages, outputsOf, type PreimageMap, type Texts } from '../../attribution/preimages.ts'
import { inferencesOver } from '../../attribution/trees.ts'
import { openTree } from '../../trees/index.ts'
import { HASH_BYTES, sumAt } from '../hashing/index.ts'
import { ADDRESS_BYTES } from './answers.ts'
import { followingEntries, type OpenedLargeBatch, packStated } from './openedBatch.ts'
import { pathPreimages, sumLeafPreimage } from './paths.ts'
import { unpackPart } from './tasks.ts'

/** What to look at: inferences, and payouts with the places of entries. */
type Chosen = { inferences: ReadonlySet<number>; payouts: ReadonlyMap<number, readonly number[]> }

/** What opens the suspects of a batch, and the way to them: what the finder is to see of it. */
export async function readSuspects(
  opened: OpenedLargeBatch,
  read: ReadBlob,
  suspects: Chosen,
): Promise<{ preimages: PreimageMap; texts: Texts }> {
  const preimages = createPreimages()
  const inferences = await openInferences(opened, read, suspects.inferences, preimages)
  for (const [payout, entries] of suspects.payouts) openPayout(opened, payout, entries, preimages)
  return { preimages, texts: outputsOf({ inferences }) }
}

async function openInferences(
  { manifest, keccak, inferenceTree }: OpenedLargeBatch,
  read: ReadBlob,
  suspects: ReadonlySet<number>,
  preimages: PreimageMap,
): Promise<BundleInference[]> {
  const found: BundleInference[] = []
  let [first, firstCredit] = [0, 0n]
  for (const stated of manifest.inferences) {
    const own = Array.from({ length: stated.count }, (_, i) => i).filter((i) => suspects.has(first + i))
    if (own.length > 0) {
      const bytes = unpackPart(keccak, await read(stated.hash), stated)
      const { inferences } = readInferences({ ...stated, bytes }, `part ${stated.hash}`)
      const roots = inferences.map(({ credits }, i) => {
        if (!suspects.has(first + i)) return `0x${'00'.repeat(32)}` as const
        const tree = openTree(credits.map(encodeCredit))
        tree.preimages.forEach(preimages.add)
        return tree.root
      })
      const leaves = inferencesOver(inferences, roots)
      for (const i of own) {
        const leaf = leaves[i]!
        const inference = inferences[i]!
        const bytes = encodeInference({ ...leaf, firstCredit: firstCredit + leaf.firstCredit })
        preimages.add(sumLeafPreimage(bytes, inference.dataFee))
        for (const preimage of pathPreimages(inferenceTree, first + i)) preimages.add(preimage)
        found.push(inference)
      }
    }
    first += stated.count
    firstCredit += BigInt(stated.credits)
  }
  return found
}

function openPayout(opened: OpenedLargeBatch, payout: number, places: readonly number[], preimages: PreimageMap): void {
  const { payouts, entriesOf, keccak } = opened
  const { accounts, entriesRoots, entryCounts, firstEntries, tree } = payouts
  const leaf = encodePayout({
    account: getAddress(bytesToHex(accounts.subarray(ADDRESS_BYTES * payout, ADDRESS_BYTES * (payout + 1)))),
    entriesRoot: bytesToHex(entriesRoots.subarray(HASH_BYTES * payout, HASH_BYTES * (payout + 1))),
    entryCount: entryCounts[payout]!,
    firstEntry: BigInt(firstEntries[payout]!),
  })
  preimages.add(sumLeafPreimage(leaf, sumAt(tree.levels[0]!.sums, payout)))
  for (const preimage of pathPreimages(tree, payout)) preimages.add(preimage)
  if (places.length === 0) return
  const stated = entriesOf[payout]!
  const entries = typeof stated === 'number' ? followingEntries(opened, stated) : stated
  const entryTree = packStated(keccak, entries)
  for (const place of places) {
    const { amount, ...entry } = entries[place]!
    preimages.add(sumLeafPreimage(encodeEntry(entry), amount))
    for (const preimage of pathPreimages(entryTree, place)) preimages.add(preimage)
  }
}
