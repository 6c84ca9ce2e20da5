import type { Hex } from 'viem'
import { textRoot } from '../text/textRoot.ts'
import {
  buildSumTree,
  buildTree,
  type SumLeaf,
  type SumTree,
  sumTreeRoot,
  type Tree,
  treeRoot,
  ZERO_HASH,
} from '../trees/index.ts'
import type { Bundle, BundleInference, BundlePayout } from './bundle.ts'
import {
  type Entry,
  encodeCredit,
  encodeEntry,
  encodeInference,
  encodePayout,
  type Inference,
  type Payout,
} from './encoding.ts'

/** Every tree of a batch with the leaves it stands on, index by index those of the bundle. */
export type BatchTrees = {
  inferences: Inference[]
  /** Sums are data fees. */
  inferenceTree: SumTree
  /** One per inference. */
  creditTrees: Tree[]
  payouts: Payout[]
  /** Sums are what accounts earned. */
  payoutTree: SumTree
  /** One per payout; sums are amounts. */
  entryTrees: SumTree[]
}

/**
 * Rebuilds a batch's trees from its bundle: orders, sums and entries are those it states, right or wrong, so that the
 * roots can be compared with the committed ones.
 * @throws SumOutOfRangeError when stated sums are more than a tree holds
 */
export function rebuildBatch({ inferences, payouts }: Pick<Bundle, 'inferences' | 'payouts'>): BatchTrees {
  const creditTrees = inferences.map(({ credits }) => buildTree(credits.map(encodeCredit)))
  const entryTrees = payouts.map(({ entries }) => buildSumTree(entries.map(entryLeaf)))
  const inferenceLeaves = inferencesOver(inferences, creditTrees.map(treeRoot))
  const payoutLeaves = payoutsOver(payouts, entryTrees.map(sumTreeRoot))
  return {
    inferences: inferenceLeaves,
    inferenceTree: buildSumTree(
      inferenceLeaves.map((leaf, i) => ({ bytes: encodeInference(leaf), sum: inferences[i]!.dataFee })),
    ),
    creditTrees,
    payouts: payoutLeaves,
    payoutTree: buildSumTree(payoutLeaves.map((leaf, i) => ({ bytes: encodePayout(leaf), sum: payouts[i]!.amount }))),
    entryTrees,
  }
}

/** Leaves of several trees together. */
export function leavesIn(trees: readonly { count: number }[]): bigint {
  return trees.reduce((leaves, { count }) => leaves + BigInt(count), 0n)
}

/** Text root of a canonical output; 0 for an empty one. */
export function outputRootOf(output: Uint8Array): Hex {
  return output.length === 0 ? ZERO_HASH : textRoot(output)
}

/** The leaves of a bundle's answers, over the roots of their credits. */
export function inferencesOver(inferences: readonly BundleInference[], creditsRoots: readonly Hex[]): Inference[] {
  let firstCredit = 0n
  return inferences.map(({ version, payer, from, to, output, credits }, i) => {
    const outputRoot = outputRootOf(output)
    const creditCount = credits.length
    const leaf = { version, payer, from, to, outputRoot, creditsRoot: creditsRoots[i]!, creditCount, firstCredit }
    firstCredit += BigInt(creditCount)
    return leaf
  })
}

/** The leaves of a bundle's payouts, over the roots of their entries. */
export function payoutsOver(payouts: readonly BundlePayout[], entriesRoots: readonly Hex[]): Payout[] {
  let firstEntry = 0n
  return payouts.map(({ account, entries }, i) => {
    const leaf = { account, entriesRoot: entriesRoots[i]!, entryCount: entries.length, firstEntry }
    firstEntry += BigInt(entries.length)
    return leaf
  })
}

/** An entry as a leaf of its SumTree. */
export function entryLeaf(entry: Entry & { amount: bigint }): SumLeaf {
  return { bytes: encodeEntry(entry), sum: entry.amount }
}
