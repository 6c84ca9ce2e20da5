import { bytesToHex, keccak256, toBytes } from 'viem'
import {
  buildSumTree,
  buildTree,
  type SumLeaf,
  sumTreeProof,
  sumTreeRoot,
  sumTreeTotal,
  treeProof,
  treeRoot,
} from '../../sdk/src/trees/index.ts'

const counts = [0, 1, 2, 3, 4, 5, 7, 8, 9, 16, 17]

/** Leaves of several lengths, an empty one and one of the length of a node among them. */
function leavesOf(count: number): Uint8Array[] {
  const lengths = [32, 0, 64, 1, 65, 33]
  return Array.from({ length: count }, (_, i) => {
    const bytes = toBytes(keccak256(toBytes(`leaf ${i}`)))
    return Uint8Array.from({ length: lengths[i % lengths.length]! }, (_, at) => bytes[at % 32]! ^ at)
  })
}

/** Sums from 0 up, the last of them so large that the total is the greatest there can be. */
function sumLeavesOf(count: number): SumLeaf[] {
  const leaves = leavesOf(count).map((bytes, i) => ({ bytes, sum: BigInt(i) * 10n ** 18n }))
  const last = leaves.at(-1)
  if (last) last.sum = 2n ** 128n - 1n - leaves.slice(0, -1).reduce((total, { sum }) => total + sum, 0n)
  return leaves
}

/** Trees with the proof of every leaf. */
export function treeVectors() {
  return { counts, trees: counts.map(treeVector), sumTrees: counts.map(sumTreeVector) }
}

function treeVector(count: number) {
  const leaves = leavesOf(count)
  const tree = buildTree(leaves)
  return {
    leaves: leaves.map((leaf) => bytesToHex(leaf)),
    root: treeRoot(tree),
    siblings: leaves.map((_, i) => treeProof(tree, i)),
  }
}

function sumTreeVector(count: number) {
  const leaves = sumLeavesOf(count)
  const tree = buildSumTree(leaves)
  const proofs = leaves.map((_, i) => sumTreeProof(tree, i))
  return {
    leaves: leaves.map(({ bytes }) => bytesToHex(bytes)),
    sums: leaves.map(({ sum }) => sum),
    root: sumTreeRoot(tree),
    total: sumTreeTotal(tree),
    siblings: proofs.map(({ siblings }) => siblings),
    siblingSums: proofs.map(({ siblingSums }) => siblingSums),
  }
}
