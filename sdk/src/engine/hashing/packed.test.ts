import fc from 'fast-check'
import { bytesToHex, concatBytes, type Hex, hexToBytes } from 'viem'
import { beforeAll, describe, expect, test } from 'vitest'
import vectors from '../../../../contracts/test/vectors/trees.json' with { type: 'json' }
import { LeafIndexError, SumOutOfRangeError, TooManyLeavesError } from '../../errors/trees.ts'
import {
  buildSumTree,
  buildTree,
  hashLeaf,
  hashSumLeaf,
  type SumLeaf,
  sumTreeProof,
  sumTreeRoot,
  sumTreeTotal,
  treeProof,
  treeRoot,
  verifySumTreeProof,
} from '../../trees/index.ts'

import {
  createKeccak,
  createRoots,
  createSumRoots,
  type Keccak,
  keepSum,
  type Leaves,
  type PackedSumTree,
  type PackedTree,
  type Progress,
  packedProof,
  packedRoot,
  packedSumProof,
  packedSumRoot,
  packedTotal,
  packHashes,
  packLargeSumTree,
  packLargeTree,
  packSumHashes,
  packSumTree,
  packTree,
  SUM_WORDS,
  type SumLeaves,
} from './index.ts'

let keccak: Keccak
beforeAll(async () => {
  keccak = await createKeccak()
})

const most = (1n << 128n) - 1n

/** Leaves of one length that differ, and sums around the borders of 32, 64 and 96 bits. */
const leavesOf = (count: number, bytes = 7) =>
  Array.from({ length: count }, (_, i) => Uint8Array.from({ length: bytes }, (_, at) => (i >> (8 * (at % 4))) + at))
const sumsOf = (count: number) =>
  Array.from({ length: count }, (_, i) => [0n, 1n, (1n << 32n) - 1n, (1n << 64n) - 1n, (1n << 96n) - 1n][i % 5]!)

const plainOf = (leaves: readonly Uint8Array[], bytes = leaves[0]?.length ?? 0): Leaves => ({
  count: leaves.length,
  bytes,
  write: (i, leaf) => leaf.set(leaves[i]!),
})
const summedOf = (leaves: readonly Uint8Array[], sums: readonly bigint[]): SumLeaves => ({
  ...plainOf(leaves),
  write: (i, leaf) => {
    leaf.set(leaves[i]!)
    return sums[i]!
  },
})

/** Everything that a packed tree says is what the plain one says. */
function checkPlain(packed: PackedTree, leaves: readonly Uint8Array[]) {
  const tree = buildTree(leaves)
  expect(packedRoot(packed)).toBe(treeRoot(tree))
  expect(packed.levels.map((level) => bytesToHex(level))).toEqual(
    tree.levels.map((level) => bytesToHex(Buffer.concat(level))),
  )
  leaves.forEach((_, i) => {
    expect(packedProof(packed, i)).toEqual(treeProof(tree, i))
  })
}

function checkSummed(packed: PackedSumTree, leaves: readonly SumLeaf[]) {
  const tree = buildSumTree(leaves)
  expect([packedSumRoot(packed), packedTotal(packed)]).toEqual([sumTreeRoot(tree), sumTreeTotal(tree)])
  leaves.forEach((_, i) => {
    expect(packedSumProof(packed, i)).toEqual(sumTreeProof(tree, i))
  })
}

describe('packed trees', () => {
  test('vectors shared with the contracts', () => {
    const roots = createRoots(keccak)
    for (const { leaves, root, siblings } of vectors.trees) {
      const bytes = leaves.map((leaf) => hexToBytes(leaf as Hex))
      const tree = packHashes(keccak, concatBytes(bytes.map(hashLeaf)))
      expect(packedRoot(tree)).toBe(root)
      expect(bytes.map((_, i) => packedProof(tree, i))).toEqual(siblings)
      const scratch = roots.begin(Math.max(0, ...bytes.map((leaf) => leaf.length)))
      for (const leaf of bytes) {
        scratch.set(leaf)
        roots.add(leaf.length)
      }
      const out = new Uint8Array(32)
      roots.end(out, 0)
      expect(bytesToHex(out)).toBe(root)
    }
  })

  test('every count up to 70 and around powers of two: levels, root and every proof', () => {
    for (const count of [...Array(70).keys(), 127, 128, 129, 257]) {
      const leaves = leavesOf(count)
      checkPlain(packTree(keccak, plainOf(leaves, 7)), leaves)
    }
  })

  test('behavior: any leaves of any length, none among them', () => {
    fc.assert(
      fc.property(fc.nat(300), fc.nat(40), (bytes, count) => {
        const leaves = leavesOf(count, bytes)
        checkPlain(packTree(keccak, plainOf(leaves, bytes)), leaves)
      }),
      { numRuns: 50 },
    )
  })

  test('error: no such leaf, and more leaves than there are indices', () => {
    const tree = packTree(keccak, plainOf(leavesOf(3)))
    for (const index of [3, -1, 0.5, Number.NaN]) expect(() => packedProof(tree, index)).toThrow(LeafIndexError)
    expect(() => packedProof(packTree(keccak, plainOf([])), 0)).toThrow(LeafIndexError)
    expect(() => packTree(keccak, { count: 2 ** 32 + 1, bytes: 1, write: () => {} })).toThrow(TooManyLeavesError)
  })
})

describe('packed sum trees', () => {
  test('vectors shared with the contracts', () => {
    for (const { leaves, sums, root, total, siblings, siblingSums } of vectors.sumTrees) {
      const summed = leaves.map((leaf, i): SumLeaf => ({ bytes: hexToBytes(leaf as Hex), sum: BigInt(sums[i]!) }))
      const level = { hashes: concatBytes(summed.map(hashSumLeaf)), sums: new Uint32Array(SUM_WORDS * leaves.length) }
      summed.forEach(({ sum }, i) => {
        keepSum(sum, level.sums, i)
      })
      const tree = packSumHashes(keccak, level)
      expect([packedSumRoot(tree), packedTotal(tree)]).toEqual([root, BigInt(total)])
      for (const i of leaves.keys()) {
        expect(packedSumProof(tree, i)).toEqual({ siblings: siblings[i], siblingSums: siblingSums[i]!.map(BigInt) })
      }
    }
  })

  test('every count up to 70 and around powers of two: root, total and every proof', () => {
    for (const count of [...Array(70).keys(), 127, 128, 129, 257]) {
      const [leaves, sums] = [leavesOf(count), sumsOf(count)]
      checkSummed(
        packSumTree(keccak, summedOf(leaves, sums)),
        leaves.map((bytes, i) => ({ bytes, sum: sums[i]! })),
      )
    }
  })

  test('behavior: any sums below 2^128, proven against the root', () => {
    const sum = fc.oneof(fc.bigInt(0n, most >> 6n), fc.bigInt(0n, 1n << 64n), fc.constantFrom(0n, 1n, most >> 6n))
    fc.assert(
      fc.property(fc.array(sum, { maxLength: 40 }), (sums) => {
        const leaves = leavesOf(sums.length, 64).map((bytes, i) => ({ bytes, sum: sums[i]! }))
        const tree = packSumTree(
          keccak,
          summedOf(
            leaves.map(({ bytes }) => bytes),
            sums,
          ),
        )
        checkSummed(tree, leaves)
        const [root, total, count] = [packedSumRoot(tree), packedTotal(tree), sums.length]
        for (const [index, leaf] of leaves.entries()) {
          const proof = { root, total, count, index, leaf, ...packedSumProof(tree, index) }
          expect(verifySumTreeProof(proof)).toBe(true)
        }
      }),
      { numRuns: 50 },
    )
  })

  test('error: sums out of range, by the class and the number of the plain tree', () => {
    const half = 1n << 127n
    for (const sums of [
      [-1n],
      [most + 1n],
      [half, half],
      [1n, most],
      [most, 0n, 0n, 1n],
      Array<bigint>(9).fill(half),
    ]) {
      const leaves = leavesOf(sums.length)
      const messageOf = (build: () => unknown) => {
        try {
          build()
        } catch (error) {
          expect(error).toBeInstanceOf(SumOutOfRangeError)
          return (error as Error).message
        }
        throw new Error('nothing thrown')
      }
      const expected = messageOf(() => buildSumTree(leaves.map((bytes, i) => ({ bytes, sum: sums[i]! }))))
      expect(messageOf(() => packSumTree(keccak, summedOf(leaves, sums)))).toBe(expected)
      expect(messageOf(() => sumRootOf(createSumRoots(keccak), leaves, sums))).toBe(expected)
    }
    expect(packedTotal(packSumTree(keccak, summedOf(leavesOf(2), [most - 5n, 5n])))).toBe(most)
  })

  test('error: no such leaf', () => {
    const tree = packSumTree(keccak, summedOf(leavesOf(3), [1n, 2n, 3n]))
    for (const index of [3, -1, 0.5]) expect(() => packedSumProof(tree, index)).toThrow(LeafIndexError)
  })
})

function sumRootOf(roots: ReturnType<typeof createSumRoots>, leaves: readonly Uint8Array[], sums: readonly bigint[]) {
  const scratch = roots.begin(leaves[0]?.length ?? 0)
  leaves.forEach((leaf, i) => {
    scratch.set(leaf)
    roots.add(sums[i]!)
  })
  const out = new Uint8Array(48).fill(9)
  const total = roots.end(out, 8)
  expect([...out.subarray(0, 8), ...out.subarray(40)]).toEqual(Array(16).fill(9))
  return [bytesToHex(out.subarray(8, 40)), total]
}

describe('roots alone', () => {
  test('one tree after the other, larger and smaller, with leaves of other lengths', () => {
    const [roots, sumRoots] = [createRoots(keccak), createSumRoots(keccak)]
    for (const count of [3, 0, 200, 1, 65, 64, 2, 0, 17]) {
      const bytes = 1 + ((count * 31) % 80)
      const [leaves, sums] = [leavesOf(count, bytes), sumsOf(count)]
      const scratch = roots.begin(bytes)
      for (const leaf of leaves) {
        scratch.set(leaf)
        roots.add()
      }
      const out = new Uint8Array(33).fill(9)
      roots.end(out, 1)
      expect([out[0], bytesToHex(out.subarray(1))]).toEqual([9, treeRoot(buildTree(leaves))])

      const tree = buildSumTree(leaves.map((bytes, i) => ({ bytes, sum: sums[i]! })))
      expect(sumRootOf(sumRoots, leaves, sums)).toEqual([sumTreeRoot(tree), sumTreeTotal(tree)])
    }
  })
})

describe('large trees', () => {
  const count = 12_345
  const write = (i: number, leaf: Uint8Array) => {
    new DataView(leaf.buffer, leaf.byteOffset).setUint32(0, i)
    return BigInt(i) << 70n
  }

  test('the same tree, with progress that ends and lets others work', async () => {
    let others = 0
    const timer = setInterval(() => others++)
    const seen: Progress[] = []
    const onProgress = (progress: Progress) => seen.push(progress)
    const leaves = { count, bytes: 4, write }
    const tree = await packLargeTree(keccak, leaves, { onProgress })
    const summed = await packLargeSumTree(keccak, leaves)
    clearInterval(timer)
    const plain = Array.from({ length: count }, (_, i) => {
      const bytes = new Uint8Array(4)
      return { bytes, sum: write(i, bytes) }
    })
    const expected = buildTree(plain.map(({ bytes }) => bytes))
    const expectedSummed = buildSumTree(plain)
    expect([packedRoot(tree), packedRoot(packTree(keccak, leaves))]).toEqual(Array(2).fill(treeRoot(expected)))
    expect(packedSumRoot(summed)).toBe(sumTreeRoot(expectedSummed))
    expect(packedProof(tree, count - 1)).toEqual(treeProof(expected, count - 1))
    expect([packedTotal(summed), packedSumProof(summed, 777)]).toEqual([
      (BigInt(count * (count - 1)) / 2n) << 70n,
      sumTreeProof(expectedSummed, 777),
    ])
    expect(others).toBeGreaterThan(0)
    expect(seen.map(({ phase }) => phase)).toEqual(['leaves', 'leaves', 'leaves', 'level 1 of 14'])
    for (const { done, total } of seen) expect(done <= total).toBe(true)
  })

  test('behavior: cancelled before and on the way', async () => {
    const leaves = { count, bytes: 4, write }
    const reason = new Error('enough')
    let written = 0
    const counted: SumLeaves = {
      ...leaves,
      write(i, leaf) {
        written++
        return write(i, leaf)
      },
    }
    await expect(packLargeSumTree(keccak, counted, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    expect(written).toBe(0)
    const controller = new AbortController()
    const onProgress = () => controller.abort(reason)
    await expect(packLargeSumTree(keccak, counted, { signal: controller.signal, onProgress })).rejects.toBe(reason)
    expect(written).toBe(4_096)
  })

  test('error: a sum that is too large far from the others, and wraps', async () => {
    const leaves = { count, bytes: 4, write: (i: number) => (i < 2 ? 1n << 127n : 1n) }
    const message = new SumOutOfRangeError((1n << 128n) + BigInt(count - 2)).message
    await expect(packLargeSumTree(keccak, leaves)).rejects.toThrow(message)
  })
})
