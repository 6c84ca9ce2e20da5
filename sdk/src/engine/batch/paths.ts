import { hexToBytes, numberToBytes } from 'viem'
import { emptySubtree } from '../../trees/index.ts'
import { HASH_BYTES, type PackedSumTree, sumAt } from '../hashing/index.ts'

/** What hashes to the nodes above leaves of a packed tree, and beside them nothing. */
export function* pathPreimages({ count, levels }: PackedSumTree, index: number): Generator<Uint8Array> {
  for (let height = 0; height + 1 < levels.length; height++) {
    const { hashes, sums } = levels[height]!
    const left = 2 * Math.floor(index / 2 ** (height + 1))
    const hasRight = left + 1 < Math.ceil(count / 2 ** height)
    const preimage = new Uint8Array(1 + 4 * HASH_BYTES)
    preimage[0] = 1
    preimage.set(hashes.subarray(HASH_BYTES * left, HASH_BYTES * (left + 1)), 1)
    preimage.set(numberToBytes(sumAt(sums, left), { size: 32 }), 1 + HASH_BYTES)
    const right = hasRight
      ? hashes.subarray(HASH_BYTES * (left + 1), HASH_BYTES * (left + 2))
      : hexToBytes(emptySubtree(height, 'summed'))
    preimage.set(right, 1 + 2 * HASH_BYTES)
    if (hasRight) preimage.set(numberToBytes(sumAt(sums, left + 1), { size: 32 }), 1 + 3 * HASH_BYTES)
    yield preimage
  }
}

/** What hashes to a leaf of a SumTree. */
export function sumLeafPreimage(bytes: Uint8Array, sum: bigint): Uint8Array {
  const preimage = new Uint8Array(1 + bytes.length + HASH_BYTES)
  preimage.set(bytes, 1)
  preimage.set(numberToBytes(sum, { size: 32 }), 1 + bytes.length)
  return preimage
}
