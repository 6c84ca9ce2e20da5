import { keccak_256 } from '@noble/hashes/sha3'
import { bytesToHex, type Hex, hexToBytes } from 'viem'
import { textRoot } from '../text/textRoot.ts'
import { openSumTree, openTree } from '../trees/index.ts'
import type { Bundle } from './bundle.ts'
import { encodeCredit, encodeInference, encodePayout } from './encoding.ts'
import { entryLeaf, inferencesOver, payoutsOver } from './trees.ts'

/** What hashes to a hash, where it is known. */
export type Preimages = { get(hash: Hex): Uint8Array | undefined }

/** Preimages by their hashes, to which more can be added as they become known. */
export type PreimageMap = Preimages & { add(preimage: Uint8Array): void }

/** Texts by their text roots. */
export type Texts = { get(textRoot: Hex): Uint8Array | undefined }

export function createPreimages(preimages: Iterable<Uint8Array> = []): PreimageMap {
  const known = new Map<Hex, Uint8Array>()
  const add = (preimage: Uint8Array) => void known.set(bytesToHex(keccak_256(preimage)), preimage)
  for (const preimage of preimages) add(preimage)
  return { add, get: (hash) => known.get(hash.toLowerCase() as Hex) }
}

/**
 * All that a bundle says of a batch's trees: what hashes to each node and leaf that it makes by itself, and its openings.
 * Whether any of it is the batch's shows when its roots are opened.
 */
export function preimagesOf({
  inferences,
  payouts,
  openings = [],
}: Pick<Bundle, 'inferences' | 'payouts' | 'openings'>): PreimageMap {
  const creditTrees = inferences.map(({ credits }) => openTree(credits.map(encodeCredit)))
  const entryTrees = payouts.map(({ entries }) => openSumTree(entries.map(entryLeaf)))
  const inferenceTree = openSumTree(
    inferencesOver(
      inferences,
      creditTrees.map(({ root }) => root),
    ).map((leaf, i) => ({ bytes: encodeInference(leaf), sum: inferences[i]!.dataFee })),
  )
  const payoutTree = openSumTree(
    payoutsOver(
      payouts,
      entryTrees.map(({ root }) => root),
    ).map((leaf, i) => ({ bytes: encodePayout(leaf), sum: payouts[i]!.amount })),
  )
  const known = createPreimages()
  for (const { preimages } of [...creditTrees, ...entryTrees, inferenceTree, payoutTree]) preimages.forEach(known.add)
  for (const opening of openings) known.add(hexToBytes(opening))
  return known
}

/** The outputs of a bundle by their text roots. */
export function outputsOf({ inferences }: Pick<Bundle, 'inferences'>): Texts {
  const outputs = new Map<Hex, Uint8Array>()
  for (const { output } of inferences) if (output.length > 0) outputs.set(textRoot(output), output)
  return { get: (root) => outputs.get(root.toLowerCase() as Hex) }
}
