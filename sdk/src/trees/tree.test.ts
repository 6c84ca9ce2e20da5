import fc from 'fast-check'
import { concat, type Hex, hexToBytes, keccak256, toHex } from 'viem'
import { describe, expect, test } from 'vitest'
import { LeafIndexError } from '../errors/trees.ts'
import { buildTree, treeDepth, treeProof, treeRoot, verifyTreeProof, ZERO_HASH } from './index.ts'

/** The definition, read aloud: the leaves, filled up with zeros to the next power of two. */
function rootByDefinition(leaves: readonly Uint8Array[]): Hex {
  if (leaves.length === 0) return ZERO_HASH
  let level = leaves.map((leaf) => keccak256(concat(['0x00', toHex(leaf)])))
  while (level.length < 2 ** Math.ceil(Math.log2(leaves.length))) level.push(ZERO_HASH)
  while (level.length > 1) {
    level = level.flatMap((left, i) => (i % 2 ? [] : [keccak256(concat(['0x01', left, level[i + 1]!]))]))
  }
  return level[0]!
}

const leavesOf = (count: number) => Array.from({ length: count }, (_, i) => Uint8Array.of(i, i >> 8, 7))

describe('tree', () => {
  test('root and every proof for each count up to 40', () => {
    for (let count = 0; count <= 40; count++) {
      const leaves = leavesOf(count)
      const tree = buildTree(leaves)
      const root = treeRoot(tree)
      expect(root).toBe(rootByDefinition(leaves))
      for (const [index, leaf] of leaves.entries()) {
        const siblings = treeProof(tree, index)
        expect(siblings.length).toBe(treeDepth(count))
        expect(verifyTreeProof({ root, count, index, leaf, siblings })).toBe(true)
      }
    }
  })

  test('depth', () => {
    expect([0, 1, 2, 3, 4, 5, 8, 9, 2 ** 32].map(treeDepth)).toEqual([0, 0, 1, 2, 2, 3, 3, 4, 32])
  })

  test('behavior: another index, leaf, length or a flipped bit proves nothing', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 70 }), fc.nat(), fc.nat(), fc.nat(), (count, pick, at, bit) => {
        const leaves = leavesOf(count)
        const tree = buildTree(leaves)
        const index = pick % count
        const proof = { root: treeRoot(tree), count, index, leaf: leaves[index]!, siblings: treeProof(tree, index) }
        const height = at % proof.siblings.length
        const siblings = proof.siblings.with(height, flipped(proof.siblings[height]!, bit % 256))
        expect(verifyTreeProof({ ...proof, siblings })).toBe(false)
        expect(verifyTreeProof({ ...proof, index: (index + 1) % count })).toBe(false)
        expect(verifyTreeProof({ ...proof, index: index + 128 })).toBe(false)
        expect(verifyTreeProof({ ...proof, leaf: Uint8Array.of(...proof.leaf, 0) })).toBe(false)
        expect(verifyTreeProof({ ...proof, siblings: proof.siblings.slice(1) })).toBe(false)
        expect(verifyTreeProof({ ...proof, siblings: [...proof.siblings, ZERO_HASH] })).toBe(false)
        expect(verifyTreeProof({ ...proof, root: flipped(proof.root, bit % 256) })).toBe(false)
      }),
    )
  })

  test('behavior: a missing leaf cannot be proven present', () => {
    const tree = buildTree(leavesOf(3))
    const proof = { root: treeRoot(tree), count: 3, leaf: new Uint8Array(), siblings: treeProof(tree, 2) }
    expect(verifyTreeProof({ ...proof, index: 3 })).toBe(false)
    expect(verifyTreeProof({ ...proof, index: -1 })).toBe(false)
    expect(verifyTreeProof({ ...proof, index: 0.5 })).toBe(false)
    expect(verifyTreeProof({ ...proof, index: 0, count: 2 ** 33 })).toBe(false)
  })

  test('error: no such leaf', () => {
    expect(() => treeProof(buildTree(leavesOf(3)), 3)).toThrow(LeafIndexError)
    expect(() => treeProof(buildTree([]), 0)).toThrow(LeafIndexError)
  })
})

function flipped(hash: Hex, bit: number): Hex {
  const bytes = hexToBytes(hash)
  bytes[bit >> 3]! ^= 1 << (bit & 7)
  return toHex(bytes)
}
