import { keccak_256 } from '@noble/hashes/sha3'
import { bytesToHex, concatBytes, type Hex, hexToBytes } from 'viem'
import { checkIndex, hasLeaf, levelLength, treeDepth } from './shape.ts'

/** A positional Merkle tree, `Tree(n)` of the protocol. */
export type Tree = {
  /** Number of leaves. */
  count: number
  /** Hashes from the leaves up to the root, without those of empty subtrees. */
  levels: readonly (readonly Uint8Array[])[]
}

/** A leaf at its place in a tree over `count` leaves, with its siblings bottom-up. */
export type TreeProof = {
  count: number
  index: number
  leaf: Uint8Array
  siblings: readonly Hex[]
}

/** The root of a tree without leaves, and the hash of a missing leaf. */
export const ZERO_HASH: Hex = `0x${'00'.repeat(32)}`

const leafTag = Uint8Array.of(0x00)
const nodeTag = Uint8Array.of(0x01)

/** Hashes of empty subtrees by height, up to the deepest tree there can be. */
const emptySubtrees: readonly Uint8Array[] = Array.from({ length: 32 }).reduce<Uint8Array[]>(
  (table) => [...table, hashNode(table.at(-1)!, table.at(-1)!)],
  [new Uint8Array(32)],
)

/** `keccak256(0x00 ‖ leaf)`. */
export function hashLeaf(leaf: Uint8Array): Uint8Array {
  return keccak_256(concatBytes([leafTag, leaf]))
}

/** Builds the tree over leaves in their places. */
export function buildTree(leaves: readonly Uint8Array[]): Tree {
  const count = leaves.length
  const levels = [leaves.map(hashLeaf)]
  for (let height = 0; height < treeDepth(count); height++) {
    const below = levels[height]!
    levels.push(
      Array.from({ length: levelLength(count, height + 1) }, (_, i) =>
        hashNode(below[2 * i]!, below[2 * i + 1] ?? emptySubtrees[height]!),
      ),
    )
  }
  return { count, levels }
}

/** Root of a tree; 0 when it has no leaves. */
export function treeRoot(tree: Tree): Hex {
  const root = tree.levels.at(-1)![0]
  return root ? bytesToHex(root) : ZERO_HASH
}

/**
 * The siblings of a leaf, bottom-up, as many as the tree is deep. Those of empty subtrees are 0: verifiers know them.
 * @throws LeafIndexError when the tree has no such leaf
 */
export function treeProof(tree: Tree, index: number): Hex[] {
  checkIndex(index, tree.count)
  return tree.levels.slice(0, -1).map((level, height) => {
    const sibling = level[siblingOf(index, height)]
    return sibling ? bytesToHex(sibling) : ZERO_HASH
  })
}

/** Whether `leaf` stands at `index` of the tree with this root and number of leaves. */
export function verifyTreeProof({ root, ...proof }: TreeProof & { root: Hex }): boolean {
  return treeRootOfProof(proof) === root.toLowerCase()
}

/**
 * The root that a proof leads to; `undefined` when no tree with so many leaves has such a proof. Siblings of empty
 * subtrees must be 0, so that a leaf has one proof.
 */
export function treeRootOfProof({ count, index, leaf, siblings }: TreeProof): Hex | undefined {
  if (!hasLeaf(index, count) || siblings.length !== treeDepth(count)) return undefined
  let hash = hashLeaf(leaf)
  for (const [height, given] of siblings.entries()) {
    const place = siblingOf(index, height)
    const isEmpty = place >= levelLength(count, height)
    if (isEmpty && given !== ZERO_HASH) return undefined
    const sibling = isEmpty ? emptySubtrees[height]! : hexToBytes(given)
    hash = place % 2 === 1 ? hashNode(hash, sibling) : hashNode(sibling, hash)
  }
  return bytesToHex(hash)
}

/** Place, among the nodes at `height`, of the sibling of the node over leaf `index`. */
export function siblingOf(index: number, height: number): number {
  const place = Math.floor(index / 2 ** height)
  return place % 2 === 0 ? place + 1 : place - 1
}

function hashNode(left: Uint8Array, right: Uint8Array): Uint8Array {
  return keccak_256(concatBytes([nodeTag, left, right]))
}
