import { bytesToBigInt, bytesToHex, type Hex } from 'viem'
import { emptyPreimages, emptySubtree, treeDepth, ZERO_HASH } from '../../trees/index.ts'
import { MalformedLeafError } from '../encoding.ts'
import type { BatchTreeName, Evidence, TreePath } from '../evidence.ts'
import type { Preimages } from '../preimages.ts'
import { type InferenceProof, noInference, noPayout, type PayoutProof } from '../proofs.ts'

/** What a batch, or an outer leaf of it, commits to of a tree. */
export type CommittedTree<Leaf> = {
  tree: BatchTreeName
  root: Hex
  count: number
  /** 0 for credits, which have no sums. */
  total: bigint
  /** For credits the answer they are of. */
  inference?: InferenceProof
  /** For entries the payout they are of. */
  payout?: PayoutProof
  /** @throws MalformedLeafError */
  decode(bytes: Uint8Array): Leaf
}

/** A leaf whose proof holds under the root. */
export type ProvenLeaf<Leaf> = {
  leaf: Leaf
  /** The leaf's own sum; 0 in a tree of credits. */
  sum: bigint
  index: number
  siblings: Hex[]
  siblingSums: bigint[]
}

export type Step<Leaf> =
  | { proven: ProvenLeaf<Leaf> }
  | { evidence: Evidence }
  /** Leaves below a node that nobody has opened. */
  | { unopened: { first: number; count: number } }

type Sibling = { hash: Hex; sum: bigint; isEmpty: boolean }

/** A node as its parent declares it. */
type Node = {
  level: number
  index: number
  hash: Hex
  sum: bigint
  /** Its sum and those of all above it but the root. */
  sums: bigint[]
  /** Bottom-up. */
  siblings: Sibling[]
  /** Whether all above it is as a proof needs it, so that what is below can be proven strictly. */
  isProvable: boolean
}

const WORD = 32
const sumLimit = 1n << 128n

/**
 * Opens a tree from its committed root down, through whatever its operator made of it: the leaves that can be proven, in
 * order, and evidence wherever the tree is not what a tree of so many leaves is.
 */
export function* walk<Leaf>(tree: CommittedTree<Leaf>, preimages: Preimages): Generator<Step<Leaf>> {
  const { root, count, total } = tree
  const level = treeDepth(count)
  const top: Node = { level, index: 0, hash: root, sum: total, sums: [], siblings: [], isProvable: true }
  if (count > 0) yield* descend(tree, top, preimages)
  else if (root !== ZERO_HASH || total !== 0n) yield { evidence: wrongSum(tree, { ...top, hash: ZERO_HASH }) }
}

function* descend<Leaf>(tree: CommittedTree<Leaf>, node: Node, preimages: Preimages): Generator<Step<Leaf>> {
  const { level, index, hash } = node
  if (hash === ZERO_HASH) {
    yield { evidence: malformed(tree, node, '0x') }
    return
  }
  const preimage = preimages.get(hash) ?? emptyPreimages.get(hash)
  if (!preimage) {
    const first = index * 2 ** level
    yield { unopened: { first, count: Math.min(2 ** level, tree.count - first) } }
    return
  }
  if (level === 0) {
    yield* openLeaf(tree, node, preimage)
    return
  }
  const words = wordsIn(preimage, 0x01)
  if (words?.length !== (hasSums(tree) ? 4 : 2)) {
    yield { evidence: malformed(tree, node, bytesToHex(preimage)) }
    return
  }
  const [left, right] = childrenOf(tree, node, words)
  const isRightEmpty = (2 * index + 1) * 2 ** (level - 1) >= tree.count
  const isPadded = !isRightEmpty || (right.hash === emptyHash(tree, level - 1) && right.sum === 0n)
  const fits = left.sum < sumLimit && right.sum < sumLimit && left.sum + right.sum < sumLimit
  const addsUp = fits && left.sum + right.sum === node.sum
  // Proofs recompute the root's sum, whatever total was declared for it.
  const isRoot = level === treeDepth(tree.count)
  const isProvable = node.isProvable && isPadded && (isRoot ? fits : addsUp)
  const childOf = (child: Child, sibling: Child, isEmpty: boolean): Node => ({
    ...child,
    level: level - 1,
    sums: [child.sum, ...node.sums],
    siblings: [{ hash: sibling.hash, sum: sibling.sum, isEmpty }, ...node.siblings],
    isProvable,
  })
  const leftNode = childOf(left, right, isRightEmpty)
  if (!addsUp || !isPadded) yield { evidence: wrongSum(tree, leftNode) }
  yield* descend(tree, leftNode, preimages)
  if (!isRightEmpty) yield* descend(tree, childOf(right, left, false), preimages)
}

function* openLeaf<Leaf>(tree: CommittedTree<Leaf>, node: Node, preimage: Uint8Array): Generator<Step<Leaf>> {
  const content = preimage[0] === 0x00 ? preimage.subarray(1) : undefined
  const size = hasSums(tree) ? WORD : 0
  const sum = content && content.length >= size && size > 0 ? bytesToBigInt(content.slice(-size)) : 0n
  const leaf =
    content && content.length >= size ? decodeIn(tree, content.subarray(0, content.length - size)) : undefined
  if (leaf === undefined || sum >= sumLimit) {
    yield { evidence: malformed(tree, node, bytesToHex(preimage)) }
    return
  }
  const isDeclared = !hasSums(tree) || sum === node.sum
  if (!isDeclared) yield { evidence: wrongSum(tree, node, bytesToHex(preimage)) }
  if (!node.isProvable || !(isDeclared || node.siblings.length === 0)) return
  yield {
    proven: {
      leaf,
      sum,
      index: node.index,
      siblings: node.siblings.map(({ hash, isEmpty }) => (isEmpty ? ZERO_HASH : hash)),
      siblingSums: hasSums(tree) ? node.siblings.map((sibling) => sibling.sum) : [],
    },
  }
}

function decodeIn<Leaf>({ decode }: CommittedTree<Leaf>, bytes: Uint8Array): Leaf | undefined {
  try {
    return decode(bytes)
  } catch (error) {
    if (error instanceof MalformedLeafError) return undefined
    throw error
  }
}

type Child = { index: number; hash: Hex; sum: bigint }

function childrenOf<Leaf>(
  tree: CommittedTree<Leaf>,
  { index }: Node,
  words: Uint8Array[],
): [left: Child, right: Child] {
  const [left, right] = hasSums(tree) ? [words.slice(0, 2), words.slice(2)] : [words.slice(0, 1), words.slice(1)]
  const child = (place: number, [hash, sum]: Uint8Array[]): Child => ({
    index: place,
    hash: bytesToHex(hash!),
    sum: sum ? bytesToBigInt(sum) : 0n,
  })
  return [child(2 * index, left), child(2 * index + 1, right)]
}

/** The words after a tag; `undefined` where it is another, or something is left over. */
function wordsIn(preimage: Uint8Array, tag: number): Uint8Array[] | undefined {
  if (preimage[0] !== tag || preimage.length % WORD !== 1) return undefined
  return Array.from({ length: (preimage.length - 1) / WORD }, (_, i) =>
    preimage.subarray(1 + i * WORD, 1 + (i + 1) * WORD),
  )
}

function hasSums({ tree }: Pick<CommittedTree<unknown>, 'tree'>): boolean {
  return tree !== 'Credits'
}

function emptyHash(tree: Pick<CommittedTree<unknown>, 'tree'>, height: number): Hex {
  return emptySubtree(height, hasSums(tree) ? 'summed' : 'plain')
}

function malformed(tree: CommittedTree<unknown>, node: Node, preimage: Hex): Evidence {
  return { kind: 'MalformedLeaf', path: pathOf(tree, node), preimage }
}

function wrongSum(tree: CommittedTree<unknown>, node: Node, preimage: Hex = '0x'): Evidence {
  return { kind: 'WrongSum', path: pathOf(tree, node), preimage }
}

/** The way from a node up as it was declared. */
function pathOf(committed: CommittedTree<unknown>, { level, index, hash, sums, siblings }: Node): TreePath {
  const { tree, inference = noInference, payout = noPayout } = committed
  return {
    tree,
    inference,
    payout,
    level,
    index,
    node: hash,
    sums: hasSums(committed) ? sums : [],
    siblings: siblings.map((sibling) => sibling.hash),
    siblingSums: hasSums(committed) ? siblings.map(({ sum }) => sum) : [],
  }
}
