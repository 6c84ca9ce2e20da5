import type { Hex } from 'viem'
import { textRoot } from '../text/textRoot.ts'
import { buildSumTree, buildTree, type SumTree, sumTreeRoot, type Tree, treeRoot, ZERO_HASH } from '../trees/index.ts'
import type { Bundle, BundleInference, BundlePayout } from './bundle.ts'
import { encodeCredit, encodeEntry, encodeInference, encodePayout, type Inference, type Payout } from './encoding.ts'

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
  /** Leaves of all trees together. */
  itemCount: number
}

/**
 * Rebuilds a batch's trees from its bundle: orders, sums and entries are those it states, right or wrong, so that the
 * roots can be compared with the committed ones.
 * @throws SumOutOfRangeError when stated sums are more than a tree holds
 */
export function rebuildBatch({ inferences, payouts }: Pick<Bundle, 'inferences' | 'payouts'>): BatchTrees {
  const creditTrees = inferences.map(({ credits }) => buildTree(credits.map(encodeCredit)))
  const inferenceLeaves = inferences.map((inference, i) => inferenceLeaf(inference, creditTrees[i]!))
  const entryTrees = payouts.map(({ entries }) =>
    buildSumTree(entries.map((entry) => ({ bytes: encodeEntry(entry), sum: entry.amount }))),
  )
  const payoutLeaves = payouts.map((payout, i) => payoutLeaf(payout, entryTrees[i]!))
  return {
    inferences: inferenceLeaves,
    inferenceTree: buildSumTree(
      inferenceLeaves.map((leaf, i) => ({ bytes: encodeInference(leaf), sum: inferences[i]!.dataFee })),
    ),
    creditTrees,
    payouts: payoutLeaves,
    payoutTree: buildSumTree(payoutLeaves.map((leaf, i) => ({ bytes: encodePayout(leaf), sum: payouts[i]!.amount }))),
    entryTrees,
    itemCount: [...creditTrees, ...entryTrees].reduce(
      (items, tree) => items + tree.count,
      inferences.length + payouts.length,
    ),
  }
}

/** Text root of a canonical output; 0 for an empty one. */
export function outputRootOf(output: Uint8Array): Hex {
  return output.length === 0 ? ZERO_HASH : textRoot(output)
}

function inferenceLeaf(inference: BundleInference, creditTree: Tree): Inference {
  return {
    version: inference.version,
    payer: inference.payer,
    from: inference.from,
    to: inference.to,
    outputRoot: outputRootOf(inference.output),
    creditsRoot: treeRoot(creditTree),
    creditCount: creditTree.count,
  }
}

function payoutLeaf({ account }: BundlePayout, entryTree: SumTree): Payout {
  return { account, entriesRoot: sumTreeRoot(entryTree), entryCount: entryTree.count }
}
