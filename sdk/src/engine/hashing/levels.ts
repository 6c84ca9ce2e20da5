import { hexToBytes } from 'viem'
import { SumOutOfRangeError } from '../../errors/trees.ts'
import { emptySubtree } from '../../trees/index.ts'
import { HASH_BYTES, type Keccak } from './keccak.ts'

/** Words of 32 bits, the lowest first, in which a sum below 2^128 is kept. */
export const SUM_WORDS = 4

/** Hashes of empty subtrees by height, up to the deepest tree there can be. */
const empties = {
  plain: Array.from({ length: 33 }, (_, height) => hexToBytes(emptySubtree(height, 'plain'))),
  summed: Array.from({ length: 33 }, (_, height) => hexToBytes(emptySubtree(height, 'summed'))),
}

/** Hashes one level of a tree from the one below it. */
export type Joiner = {
  /**
   * Writes the nodes over the `count` nodes of `below`, which stand at `height`, into `above`. That may be `below`
   * itself: a node is written where it, or one before it, was read.
   */
  plain(below: Uint8Array, count: number, height: number, above: Uint8Array, range?: Range): void
  /** The same with sums. Gives back whether all of them are below 2^128. */
  summed(below: SumLevel, count: number, height: number, above: SumLevel, range?: Range): boolean
}

/** Nodes [from, to) of the level that is written; all of them unless given. */
export type Range = { from: number; to: number }

/** The nodes of a level of a SumTree: 32 bytes and `SUM_WORDS` words of each. */
export type SumLevel = { hashes: Uint8Array; sums: Uint32Array }

export function createJoiner(keccak: Keccak): Joiner {
  const plain = new Uint8Array(1 + 2 * HASH_BYTES)
  const summed = new Uint8Array(1 + 4 * HASH_BYTES)
  const summedView = new DataView(summed.buffer)
  plain[0] = 1
  summed[0] = 1
  return {
    plain(below, count, height, above, { from, to } = wholeOf(count)) {
      for (let i = from; i < to; i++) {
        const at = 2 * HASH_BYTES * i
        plain.set(below.subarray(at, at + 2 * HASH_BYTES), 1)
        // Whatever stands in memory behind the last node is nothing of this tree.
        if (2 * i + 1 >= count) plain.set(empties.plain[height]!, 1 + HASH_BYTES)
        keccak.into(plain, above, HASH_BYTES * i)
      }
    },
    summed(below, count, height, above, { from, to } = wholeOf(count)) {
      let fits = true
      for (let i = from; i < to; i++) {
        const at = 2 * HASH_BYTES * i
        const hasRight = 2 * i + 1 < count
        copy(below.hashes, at, summed, 1)
        writeSum(below.sums, 2 * i, summedView, 1 + HASH_BYTES)
        if (hasRight) {
          copy(below.hashes, at + HASH_BYTES, summed, 1 + 2 * HASH_BYTES)
          writeSum(below.sums, 2 * i + 1, summedView, 1 + 3 * HASH_BYTES)
        } else {
          copy(empties.summed[height]!, 0, summed, 1 + 2 * HASH_BYTES)
          summed.fill(0, 1 + 3 * HASH_BYTES)
        }
        keccak.into(summed, above.hashes, HASH_BYTES * i)
        if (!addSums(below.sums, 2 * i, hasRight, above.sums, i)) fits = false
      }
      return fits
    },
  }
}

/**
 * Keeps a sum as the one at `place`.
 * @throws SumOutOfRangeError when it is negative, or 2^128 or more
 */
export function keepSum(sum: bigint, sums: Uint32Array, place: number): void {
  // A negative number has all bits set up there.
  if (sum >> 128n !== 0n) throw new SumOutOfRangeError(sum)
  oneSum.setBigUint64(0, sum, true)
  oneSum.setBigUint64(8, sum >> 64n, true)
  for (let i = 0; i < SUM_WORDS; i++) sums[SUM_WORDS * place + i] = oneSum.getUint32(4 * i, true)
}

/** The sum at `place`. */
export function sumAt(sums: Uint32Array, place: number): bigint {
  for (let i = 0; i < SUM_WORDS; i++) oneSum.setUint32(4 * i, sums[SUM_WORDS * place + i]!, true)
  return (oneSum.getBigUint64(8, true) << 64n) | oneSum.getBigUint64(0, true)
}

const oneSum = new DataView(new ArrayBuffer(4 * SUM_WORDS))

/** Writes the sum at `place` as a uint256 into `view` from byte `at` on, where the upper half is 0 already. */
export function writeSum(sums: Uint32Array, place: number, view: DataView, at: number): void {
  for (let i = 0; i < SUM_WORDS; i++) view.setUint32(at + HASH_BYTES - 4 * (i + 1), sums[SUM_WORDS * place + i]!)
}

function addSums(below: Uint32Array, left: number, hasRight: boolean, above: Uint32Array, place: number): boolean {
  let carry = 0
  for (let i = 0; i < SUM_WORDS; i++) {
    const at = SUM_WORDS * left + i
    // Two words of 32 bits and a carry are exact in a number.
    const sum = below[at]! + (hasRight ? below[at + SUM_WORDS]! : 0) + carry
    above[SUM_WORDS * place + i] = sum
    carry = sum > 0xffffffff ? 1 : 0
  }
  return carry === 0
}

/** Faster than `set` for so few bytes: that needs a view of them first. */
function copy(from: Uint8Array, at: number, to: Uint8Array, toAt: number): void {
  for (let i = 0; i < HASH_BYTES; i++) to[toAt + i] = from[at + i]!
}

function wholeOf(count: number): Range {
  return { from: 0, to: Math.ceil(count / 2) }
}
