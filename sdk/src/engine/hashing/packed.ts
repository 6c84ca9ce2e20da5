import { bytesToHex, type Hex } from 'viem'
import { SumOutOfRangeError } from '../../errors/trees.ts'
import { levelLength, type SumSiblings, treeDepth, ZERO_HASH } from '../../trees/index.ts'
import { checkIndex } from '../../trees/shape.ts'
import { siblingOf } from '../../trees/tree.ts'
import { HASH_BYTES, type Keccak } from './keccak.ts'
import { createJoiner, keepSum, SUM_WORDS, type SumLevel, sumAt, writeSum } from './levels.ts'
import { type LongOptions, runAtOnce, runInSteps, type Steps } from './steps.ts'

/** `Tree` of `sdk/src/trees` as hashes alone, 32 bytes of each in a row; plain data, so that workers can hand it over. */
export type PackedTree = {
  /** Number of leaves. */
  count: number
  /** Nodes from the leaves up to the root, without empty subtrees. */
  levels: readonly Uint8Array[]
}

/** `SumTree` of `sdk/src/trees`, packed like a `PackedTree`. */
export type PackedSumTree = { count: number; levels: readonly SumLevel[] }

/** Leaves of one length, written one at a time: no object stands for any of them. */
export type Leaves = {
  count: number
  /** Bytes of each. */
  bytes: number
  /** Writes the bytes of leaf `index`, every one of them, into `leaf`, where the one before may still stand. */
  write(index: number, leaf: Uint8Array): void
}

/** The same with sums. */
export type SumLeaves = Omit<Leaves, 'write'> & {
  /** Writes the leaf and gives back its sum. */
  write(index: number, leaf: Uint8Array): bigint
}

/** Nodes between two pauses: a few milliseconds. */
const PAUSE = 4_096

/** Builds the tree over leaves in their places. */
export function packTree(keccak: Keccak, leaves: Leaves): PackedTree {
  return runAtOnce(treeSteps(keccak, leaves))
}

/** The same for millions of leaves. */
export function packLargeTree(keccak: Keccak, leaves: Leaves, options?: LongOptions): Promise<PackedTree> {
  return runInSteps(treeSteps(keccak, leaves), options)
}

/**
 * Builds the tree over leaves in their places.
 * @throws SumOutOfRangeError when a sum is negative, or the total 2^128 or more
 */
export function packSumTree(keccak: Keccak, leaves: SumLeaves): PackedSumTree {
  return runAtOnce(sumTreeSteps(keccak, leaves))
}

/** The same for millions of leaves. */
export function packLargeSumTree(keccak: Keccak, leaves: SumLeaves, options?: LongOptions): Promise<PackedSumTree> {
  return runInSteps(sumTreeSteps(keccak, leaves), options)
}

/** The tree over leaves that were hashed elsewhere: 32 bytes of each, as `hashLeaf` of `sdk/src/trees` has them. */
export function packHashes(keccak: Keccak, hashes: Uint8Array): PackedTree {
  return runAtOnce(treeOverSteps(keccak, hashes))
}

/**
 * The tree over leaves that were hashed elsewhere, as `hashSumLeaf` of `sdk/src/trees` has them, with their sums.
 * @throws SumOutOfRangeError when the total is 2^128 or more
 */
export function packSumHashes(keccak: Keccak, leaves: SumLevel): PackedSumTree {
  return runAtOnce(sumTreeOverSteps(keccak, leaves))
}

/** Root of a tree; 0 when it has no leaves. */
export function packedRoot({ count, levels }: PackedTree): Hex {
  return count === 0 ? ZERO_HASH : bytesToHex(levels.at(-1)!)
}

/** Root of a tree; 0 when it has no leaves. */
export function packedSumRoot({ count, levels }: PackedSumTree): Hex {
  return count === 0 ? ZERO_HASH : bytesToHex(levels.at(-1)!.hashes)
}

/** Sum of all leaves. */
export function packedTotal({ count, levels }: PackedSumTree): bigint {
  return count === 0 ? 0n : sumAt(levels.at(-1)!.sums, 0)
}

/**
 * As `treeProof` of `sdk/src/trees` has it.
 * @throws LeafIndexError when the tree has no such leaf
 */
export function packedProof({ count, levels }: PackedTree, index: number): Hex[] {
  checkIndex(index, count)
  return levels.slice(0, -1).map((level, height) => hashIn(level, siblingOf(index, height)))
}

/**
 * As `sumTreeProof` of `sdk/src/trees` has it.
 * @throws LeafIndexError when the tree has no such leaf
 */
export function packedSumProof({ count, levels }: PackedSumTree, index: number): SumSiblings {
  checkIndex(index, count)
  const below = levels.slice(0, -1)
  return {
    siblings: below.map(({ hashes }, height) => hashIn(hashes, siblingOf(index, height))),
    siblingSums: below.map(({ sums }, height) => {
      const place = siblingOf(index, height)
      return place < sums.length / SUM_WORDS ? sumAt(sums, place) : 0n
    }),
  }
}

function* treeSteps(keccak: Keccak, { count, bytes, write }: Leaves): Steps<PackedTree> {
  treeDepth(count) // throws before the memory of too many leaves is asked for
  const preimage = new Uint8Array(1 + bytes)
  const leaf = preimage.subarray(1)
  const hashes = new Uint8Array(HASH_BYTES * count)
  for (let i = 0; i < count; i++) {
    write(i, leaf)
    keccak.into(preimage, hashes, HASH_BYTES * i)
    if (i % PAUSE === PAUSE - 1) yield { phase: 'leaves', done: i + 1, total: count }
  }
  return yield* treeOverSteps(keccak, hashes)
}

function* treeOverSteps(keccak: Keccak, hashes: Uint8Array): Steps<PackedTree> {
  const count = hashes.length / HASH_BYTES
  const depth = treeDepth(count)
  const { plain } = createJoiner(keccak)
  const levels = [hashes]
  for (let height = 0; height < depth; height++) {
    const nodes = levelLength(count, height + 1)
    const level = new Uint8Array(HASH_BYTES * nodes)
    for (let from = 0; from < nodes; from += PAUSE) {
      const to = Math.min(from + PAUSE, nodes)
      plain(levels[height]!, levelLength(count, height), height, level, { from, to })
      if (to % PAUSE === 0) yield { phase: `level ${height + 1} of ${depth}`, done: to, total: nodes }
    }
    levels.push(level)
  }
  return { count, levels }
}

function* sumTreeSteps(keccak: Keccak, { count, bytes, write }: SumLeaves): Steps<PackedSumTree> {
  treeDepth(count)
  const preimage = new Uint8Array(1 + bytes + HASH_BYTES)
  const view = new DataView(preimage.buffer)
  const leaf = preimage.subarray(1, 1 + bytes)
  const { hashes, sums } = sumLevel(count)
  for (let i = 0; i < count; i++) {
    const sum = write(i, leaf)
    keepSum(sum, sums, i)
    writeSum(sums, i, view, 1 + bytes)
    keccak.into(preimage, hashes, HASH_BYTES * i)
    if (i % PAUSE === PAUSE - 1) yield { phase: 'leaves', done: i + 1, total: count }
  }
  return yield* sumTreeOverSteps(keccak, { hashes, sums })
}

function* sumTreeOverSteps(keccak: Keccak, leaves: SumLevel): Steps<PackedSumTree> {
  const count = leaves.hashes.length / HASH_BYTES
  const depth = treeDepth(count)
  const { summed } = createJoiner(keccak)
  const levels = [leaves]
  let fits = true
  for (let height = 0; height < depth && fits; height++) {
    const nodes = levelLength(count, height + 1)
    const level = sumLevel(nodes)
    for (let from = 0; from < nodes; from += PAUSE) {
      const to = Math.min(from + PAUSE, nodes)
      // A sum that does not fit wraps: further up nobody sees it.
      fits = summed(levels[height]!, levelLength(count, height), height, level, { from, to }) && fits
      if (to % PAUSE === 0) yield { phase: `level ${height + 1} of ${depth}`, done: to, total: nodes }
    }
    levels.push(level)
  }
  // Sums are never negative: whichever does not fit, the total does not.
  if (!fits) throw new SumOutOfRangeError(totalOf(leaves.sums))
  return { count, levels }
}

function sumLevel(nodes: number): SumLevel {
  return { hashes: new Uint8Array(HASH_BYTES * nodes), sums: new Uint32Array(SUM_WORDS * nodes) }
}

/** Sum of all, however large. */
function totalOf(sums: Uint32Array): bigint {
  let total = 0n
  for (let i = 0; i < sums.length / SUM_WORDS; i++) total += sumAt(sums, i)
  return total
}

function hashIn(level: Uint8Array, place: number): Hex {
  const at = HASH_BYTES * place
  return at < level.length ? bytesToHex(level.subarray(at, at + HASH_BYTES)) : ZERO_HASH
}
