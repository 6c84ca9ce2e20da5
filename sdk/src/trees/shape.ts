import { LeafIndexError, TooManyLeavesError } from '../errors/trees.ts'

/** Indices are of 32 bits everywhere in the protocol. */
const MOST_LEAVES = 2 ** 32

/** Depth of a tree over `count` leaves: ⌈log2 count⌉, 0 for one leaf or none. */
export function treeDepth(count: number): number {
  if (count > MOST_LEAVES) throw new TooManyLeavesError(count, MOST_LEAVES)
  let depth = 0
  while (2 ** depth < count) depth++
  return depth
}

/** Nodes at `height` that hold a leaf at all. Whatever stands at or beyond them is an empty subtree. */
export function levelLength(count: number, height: number): number {
  return Math.ceil(count / 2 ** height)
}

/** @throws LeafIndexError unless a tree over `count` leaves has the index */
export function checkIndex(index: number, count: number): void {
  if (!hasLeaf(index, count)) throw new LeafIndexError(index, count)
}

/** Whether there is a tree over `count` leaves and it has the index. */
export function hasLeaf(index: number, count: number): boolean {
  return Number.isInteger(index) && index >= 0 && index < count && count <= MOST_LEAVES
}
