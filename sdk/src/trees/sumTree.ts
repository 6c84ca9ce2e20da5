import { keccak_256 } from '@noble/hashes/sha3'
import { bytesToHex, concatBytes, type Hex, hexToBytes, numberToBytes } from 'viem'
import { SumOutOfRangeError } from '../errors/trees.ts'
import { checkIndex, hasLeaf, levelLength, treeDepth } from './shape.ts'
import { siblingOf, ZERO_HASH } from './tree.ts'

/** A leaf's encoding and what it adds to the total. */
export type SumLeaf = { bytes: Uint8Array; sum: bigint }

/** A positional Merkle tree with a sum at every node, `SumTree(n)` of the protocol. */
export type SumTree = {
  /** Number of leaves. */
  count: number
  /** Nodes from the leaves up to the root, without empty subtrees. */
  levels: readonly (readonly SumNode[])[]
}

/** A node's hash and the sum of the leaves below it. */
export type SumNode = { hash: Uint8Array; sum: bigint }

/** The siblings of a leaf, bottom-up, and their sums. */
export type SumSiblings = { siblings: Hex[]; siblingSums: bigint[] }

/** What a SumTree proof is checked against. */
export type SumTreeProof = {
  root: Hex
  /** The sum that the root is declared with. */
  total: bigint
  count: number
  index: number
  leaf: SumLeaf
  siblings: readonly Hex[]
  siblingSums: readonly bigint[]
}

const leafTag = Uint8Array.of(0x00)
const nodeTag = Uint8Array.of(0x01)
const sumLimit = 1n << 128n

/** Empty subtrees by height, up to the deepest tree there can be. */
const emptySubtrees: readonly SumNode[] = Array.from({ length: 32 }).reduce<SumNode[]>(
  (table) => [...table, sumNode(table.at(-1)!, table.at(-1)!)],
  [{ hash: new Uint8Array(32), sum: 0n }],
)

/** `keccak256(0x00 ‖ leaf ‖ uint256 sum)`. */
export function hashSumLeaf({ bytes, sum }: SumLeaf): Uint8Array {
  return keccak_256(concatBytes([leafTag, bytes, word(sum)]))
}

/**
 * Builds the tree over leaves in their places.
 * @throws SumOutOfRangeError when a sum is negative, or the total 2^128 or more
 */
export function buildSumTree(leaves: readonly SumLeaf[]): SumTree {
  const count = leaves.length
  const total = leaves.reduce((sum, leaf) => {
    if (!inRange(leaf.sum)) throw new SumOutOfRangeError(leaf.sum)
    return sum + leaf.sum
  }, 0n)
  if (!inRange(total)) throw new SumOutOfRangeError(total)
  const levels = [leaves.map((leaf): SumNode => ({ hash: hashSumLeaf(leaf), sum: leaf.sum }))]
  for (let height = 0; height < treeDepth(count); height++) {
    const below = levels[height]!
    levels.push(
      Array.from({ length: levelLength(count, height + 1) }, (_, i) =>
        sumNode(below[2 * i]!, below[2 * i + 1] ?? emptySubtrees[height]!),
      ),
    )
  }
  return { count, levels }
}

/** Root of a tree; 0 when it has no leaves. */
export function sumTreeRoot(tree: SumTree): Hex {
  const root = tree.levels.at(-1)![0]
  return root ? bytesToHex(root.hash) : ZERO_HASH
}

/** Sum of all leaves. */
export function sumTreeTotal(tree: SumTree): bigint {
  return tree.levels.at(-1)![0]?.sum ?? 0n
}

/**
 * The siblings of a leaf and their sums, bottom-up, as many as the tree is deep. Those of empty subtrees are 0:
 * verifiers know them.
 * @throws LeafIndexError when the tree has no such leaf
 */
export function sumTreeProof(tree: SumTree, index: number): SumSiblings {
  checkIndex(index, tree.count)
  const nodes = tree.levels.slice(0, -1).map((level, height) => level[siblingOf(index, height)])
  return {
    siblings: nodes.map((node) => (node ? bytesToHex(node.hash) : ZERO_HASH)),
    siblingSums: nodes.map((node) => node?.sum ?? 0n),
  }
}

/**
 * Whether the leaf stands at `index` of the tree with this root, total and number of leaves. Siblings of empty subtrees
 * must be 0, so that a leaf has one proof.
 */
export function verifySumTreeProof(proof: SumTreeProof): boolean {
  const { root, total, count, index, leaf, siblings, siblingSums } = proof
  if (!hasLeaf(index, count)) return false
  const depth = treeDepth(count)
  if (siblings.length !== depth || siblingSums.length !== depth) return false
  if (!inRange(leaf.sum) || !siblingSums.every(inRange)) return false
  let node: SumNode = { hash: hashSumLeaf(leaf), sum: leaf.sum }
  for (let height = 0; height < depth; height++) {
    const place = siblingOf(index, height)
    const given = { hash: hexToBytes(siblings[height]!), sum: siblingSums[height]! }
    const isEmpty = place >= levelLength(count, height)
    if (isEmpty && (siblings[height] !== ZERO_HASH || given.sum !== 0n)) return false
    const sibling = isEmpty ? emptySubtrees[height]! : given
    node = place % 2 === 1 ? sumNode(node, sibling) : sumNode(sibling, node)
    if (!inRange(node.sum)) return false
  }
  return node.sum === total && bytesToHex(node.hash) === root.toLowerCase()
}

/** `keccak256(0x01 ‖ left ‖ uint256 leftSum ‖ right ‖ uint256 rightSum)`. */
function sumNode(left: SumNode, right: SumNode): SumNode {
  return {
    hash: keccak_256(concatBytes([nodeTag, left.hash, word(left.sum), right.hash, word(right.sum)])),
    sum: left.sum + right.sum,
  }
}

function word(sum: bigint): Uint8Array {
  return numberToBytes(sum, { size: 32 })
}

function inRange(sum: bigint): boolean {
  return sum >= 0n && sum < sumLimit
}
