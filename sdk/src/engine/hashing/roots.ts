import { SumOutOfRangeError } from '../../errors/trees.ts'
import { levelLength, treeDepth } from '../../trees/index.ts'
import { HASH_BYTES, type Keccak } from './keccak.ts'
import { createJoiner, keepSum, SUM_WORDS, type SumLevel, writeSum } from './levels.ts'

/** Roots of any number of small trees, whose nodes nobody needs, in the same memory one after the other. */
export type Roots = {
  /**
   * Begins a tree; `leaf` is where each of its leaves is to be written before `add`.
   * @param bytes of each leaf
   */
  begin(bytes: number): Uint8Array
  /** Adds the leaf that was written; only the first `length` bytes of it when given. */
  add(length?: number): void
  /** Writes the root over the leaves that were added, 0 when there are none, into `out` from byte `at` on. */
  end(out: Uint8Array, at: number): void
}

/** The same for SumTrees. */
export type SumRoots = Omit<Roots, 'add' | 'end'> & {
  /** @throws SumOutOfRangeError when the sum is negative, or 2^128 or more */
  add(sum: bigint): void
  /**
   * Writes the root and gives back the total.
   * @throws SumOutOfRangeError when it is 2^128 or more
   */
  end(out: Uint8Array, at: number): bigint
}

export function createRoots(keccak: Keccak): Roots {
  const { plain } = createJoiner(keccak)
  let preimage = new Uint8Array(1)
  let hashes = new Uint8Array(64 * HASH_BYTES)
  let count = 0
  return {
    begin(bytes) {
      count = 0
      if (preimage.length !== 1 + bytes) preimage = new Uint8Array(1 + bytes)
      return preimage.subarray(1)
    },
    add(length) {
      if (HASH_BYTES * count === hashes.length) hashes = twice(hashes)
      keccak.into(length === undefined ? preimage : preimage.subarray(0, 1 + length), hashes, HASH_BYTES * count++)
    },
    end(out, at) {
      const depth = treeDepth(count)
      for (let height = 0; height < depth; height++) plain(hashes, levelLength(count, height), height, hashes)
      if (count === 0) out.fill(0, at, at + HASH_BYTES)
      else out.set(hashes.subarray(0, HASH_BYTES), at)
    },
  }
}

export function createSumRoots(keccak: Keccak): SumRoots {
  const { summed } = createJoiner(keccak)
  let preimage = new Uint8Array(1 + HASH_BYTES)
  let view = new DataView(preimage.buffer)
  let level: SumLevel = { hashes: new Uint8Array(64 * HASH_BYTES), sums: new Uint32Array(64 * SUM_WORDS) }
  let count = 0
  let total = 0n
  return {
    begin(bytes) {
      count = 0
      total = 0n
      if (preimage.length !== 1 + bytes + HASH_BYTES) {
        preimage = new Uint8Array(1 + bytes + HASH_BYTES)
        view = new DataView(preimage.buffer)
      }
      return preimage.subarray(1, 1 + bytes)
    },
    add(sum) {
      if (HASH_BYTES * count === level.hashes.length) {
        const sums = new Uint32Array(2 * level.sums.length)
        sums.set(level.sums)
        level = { hashes: twice(level.hashes), sums }
      }
      keepSum(sum, level.sums, count)
      writeSum(level.sums, count, view, preimage.length - HASH_BYTES)
      keccak.into(preimage, level.hashes, HASH_BYTES * count++)
      total += sum
    },
    end(out, at) {
      if (total >> 128n !== 0n) throw new SumOutOfRangeError(total)
      const depth = treeDepth(count)
      for (let height = 0; height < depth; height++) summed(level, levelLength(count, height), height, level)
      if (count === 0) out.fill(0, at, at + HASH_BYTES)
      else out.set(level.hashes.subarray(0, HASH_BYTES), at)
      return total
    },
  }
}

/** The bytes and as much room again. */
function twice(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const more = new Uint8Array(2 * bytes.length)
  more.set(bytes)
  return more
}
