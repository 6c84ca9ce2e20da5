import fc from 'fast-check'
import { concat, type Hex, keccak256, numberToHex, toHex } from 'viem'
import { describe, expect, test } from 'vitest'
import { LeafIndexError, SumOutOfRangeError } from '../errors/trees.ts'
import {
  buildSumTree,
  type SumLeaf,
  sumTreeProof,
  sumTreeRoot,
  sumTreeTotal,
  treeDepth,
  verifySumTreeProof,
  ZERO_HASH,
} from './index.ts'

const word = (sum: bigint) => numberToHex(sum, { size: 32 })

/** The definition, read aloud: the leaves, filled up with zeros to the next power of two. */
function rootByDefinition(leaves: readonly SumLeaf[]): [hash: Hex, sum: bigint] {
  if (leaves.length === 0) return [ZERO_HASH, 0n]
  let level = leaves.map(({ bytes, sum }): [Hex, bigint] => [keccak256(concat(['0x00', toHex(bytes), word(sum)])), sum])
  while (level.length < 2 ** Math.ceil(Math.log2(leaves.length))) level.push([ZERO_HASH, 0n])
  while (level.length > 1) {
    level = level.flatMap(([left, leftSum], i) => {
      if (i % 2) return []
      const [right, rightSum] = level[i + 1]!
      return [[keccak256(concat(['0x01', left, word(leftSum), right, word(rightSum)])), leftSum + rightSum]]
    })
  }
  return level[0]!
}

const leavesOf = (count: number) =>
  Array.from({ length: count }, (_, i): SumLeaf => ({ bytes: Uint8Array.of(i, 9), sum: BigInt(i * i) * 10n ** 18n }))

describe('sum tree', () => {
  test('root, total and every proof for each count up to 40', () => {
    for (let count = 0; count <= 40; count++) {
      const leaves = leavesOf(count)
      const tree = buildSumTree(leaves)
      const [root, total] = [sumTreeRoot(tree), sumTreeTotal(tree)]
      expect([root, total]).toEqual(rootByDefinition(leaves))
      for (const [index, leaf] of leaves.entries()) {
        const proof = sumTreeProof(tree, index)
        expect(proof.siblings.length).toBe(treeDepth(count))
        expect(verifySumTreeProof({ root, total, count, index, leaf, ...proof })).toBe(true)
      }
    }
  })

  test('behavior: no other sum, total or sibling sum can be proven', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 40 }), fc.nat(), fc.nat(), fc.bigInt(1n, 99n), (count, pick, at, more) => {
        const leaves = leavesOf(count)
        const tree = buildSumTree(leaves)
        const index = pick % count
        const leaf = leaves[index]!
        const { siblings, siblingSums } = sumTreeProof(tree, index)
        const proof = { root: sumTreeRoot(tree), total: sumTreeTotal(tree), count, index, leaf, siblings, siblingSums }
        const height = at % siblings.length
        const raised = siblingSums.with(height, siblingSums[height]! + more)
        expect(verifySumTreeProof({ ...proof, siblingSums: raised })).toBe(false)
        expect(verifySumTreeProof({ ...proof, siblingSums: raised, total: proof.total + more })).toBe(false)
        expect(verifySumTreeProof({ ...proof, total: proof.total + more })).toBe(false)
        expect(verifySumTreeProof({ ...proof, leaf: { ...leaf, sum: leaf.sum + more } })).toBe(false)
        expect(verifySumTreeProof({ ...proof, index: (index + 1) % count })).toBe(false)
        expect(verifySumTreeProof({ ...proof, siblings: siblings.slice(1) })).toBe(false)
        expect(verifySumTreeProof({ ...proof, siblingSums: siblingSums.slice(1) })).toBe(false)
      }),
    )
  })

  test('behavior: a sum of 2^128 on the way up proves nothing', () => {
    const half: SumLeaf = { bytes: Uint8Array.of(1), sum: 1n << 127n }
    const leafHash = keccak256(concat(['0x00', toHex(half.bytes), word(half.sum)]))
    const root = keccak256(concat(['0x01', leafHash, word(half.sum), leafHash, word(half.sum)]))
    const proof = { root, total: 1n << 128n, count: 2, index: 0, leaf: half }
    expect(verifySumTreeProof({ ...proof, siblings: [leafHash], siblingSums: [half.sum] })).toBe(false)
  })

  test('error: sums out of range', () => {
    const leaf = (sum: bigint) => ({ bytes: Uint8Array.of(1), sum })
    expect(() => buildSumTree([leaf(-1n)])).toThrow(SumOutOfRangeError)
    expect(() => buildSumTree([leaf(1n << 127n), leaf(1n << 127n)])).toThrow(SumOutOfRangeError)
    expect(sumTreeTotal(buildSumTree([leaf((1n << 128n) - 1n)]))).toBe((1n << 128n) - 1n)
  })

  test('error: no such leaf', () => {
    expect(() => sumTreeProof(buildSumTree(leavesOf(3)), 3)).toThrow(LeafIndexError)
  })
})
