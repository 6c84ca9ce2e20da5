import { bytesToHex, type Hex } from 'viem'
import {
  CONTRIBUTION_BYTES,
  type Contribution,
  decodeContribution,
  encodeContribution,
  MalformedLeafError,
} from '../attribution/encoding.ts'
import { buildTree, emptySubtree, levelLength, type Tree, treeDepth, ZERO_HASH } from '../trees/index.ts'
import { siblingOf } from '../trees/tree.ts'

/** A submission's contributions as the content store keeps them: their leaves in order, 64 bytes each. */
export function encodeLeaves(contributions: readonly Contribution[]): Uint8Array {
  const bytes = new Uint8Array(contributions.length * CONTRIBUTION_BYTES)
  contributions.forEach((contribution, i) => {
    bytes.set(encodeContribution(contribution), i * CONTRIBUTION_BYTES)
  })
  return bytes
}

/**
 * A submission's contributions, place by place. A root can hold leaves that are no contribution's encoding: nobody can
 * prove or credit such a place, it is `undefined` here, and the others count as ever.
 */
export function decodeLeaves(bytes: Uint8Array): (Contribution | undefined)[] {
  return sliceLeaves(bytes).map((leaf) => {
    try {
      return decodeContribution(leaf)
    } catch (cause) {
      if (cause instanceof MalformedLeafError) return undefined
      throw cause
    }
  })
}

/** The tree over a submission's leaves, for its root and for proofs of its contributions. */
export function leavesTree(bytes: Uint8Array): Tree {
  return buildTree(sliceLeaves(bytes))
}

/**
 * The siblings that prove a leaf on chain, where the submission states `count` leaves: bottom-up. A submitter can state
 * another number than there are: then some leaves, or all, can never be proven, and these are `undefined` here.
 */
export function leafSiblings(tree: Tree, index: number, count: number): Hex[] | undefined {
  const depth = treeDepth(count)
  if (index >= tree.count || index >= count || depth !== treeDepth(tree.count)) return undefined
  const siblings: Hex[] = []
  for (let height = 0; height < depth; height++) {
    const place = siblingOf(index, height)
    const node = tree.levels[height]?.[place]
    const isStatedEmpty = place >= levelLength(count, height)
    // The chain takes an empty subtree for what lies beyond the stated leaves, and nothing else.
    if (isStatedEmpty && node) return undefined
    siblings.push(isStatedEmpty ? ZERO_HASH : node ? bytesToHex(node) : emptySubtree(height, 'plain'))
  }
  return siblings
}

/** @throws MalformedLeafError unless there is at least one whole leaf and nothing after the last */
function sliceLeaves(bytes: Uint8Array): Uint8Array[] {
  const count = bytes.length / CONTRIBUTION_BYTES
  if (count < 1 || !Number.isInteger(count)) {
    throw new MalformedLeafError('contribution', `${bytes.length} bytes in all, ${CONTRIBUTION_BYTES} for each`)
  }
  return Array.from({ length: count }, (_, i) => bytes.subarray(i * CONTRIBUTION_BYTES, (i + 1) * CONTRIBUTION_BYTES))
}
