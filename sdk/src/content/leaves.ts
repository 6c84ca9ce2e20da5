import {
  CONTRIBUTION_BYTES,
  type Contribution,
  decodeContribution,
  encodeContribution,
  MalformedLeafError,
} from '../attribution/encoding.ts'
import { buildTree, type Tree } from '../trees/index.ts'

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

/** @throws MalformedLeafError unless there is at least one whole leaf and nothing after the last */
function sliceLeaves(bytes: Uint8Array): Uint8Array[] {
  const count = bytes.length / CONTRIBUTION_BYTES
  if (count < 1 || !Number.isInteger(count)) {
    throw new MalformedLeafError('contribution', `${bytes.length} bytes in all, ${CONTRIBUTION_BYTES} for each`)
  }
  return Array.from({ length: count }, (_, i) => bytes.subarray(i * CONTRIBUTION_BYTES, (i + 1) * CONTRIBUTION_BYTES))
}
