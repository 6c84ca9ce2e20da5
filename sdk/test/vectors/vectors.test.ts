import { hexToBytes } from 'viem'
import { describe, expect, test } from 'vitest'
import texts from '../../../contracts/test/vectors/texts.json' with { type: 'json' }
import trees from '../../../contracts/test/vectors/trees.json' with { type: 'json' }
import { canonicalise, textRoot, verifyText } from '../../src/text/index.ts'
import {
  buildSumTree,
  buildTree,
  sumTreeRoot,
  sumTreeTotal,
  treeRoot,
  verifySumTreeProof,
  verifyTreeProof,
} from '../../src/trees/index.ts'
import { canonicalText } from '../oracle/oracle.ts'

type Hex = `0x${string}`
const bytes = (hex: string) => hexToBytes(hex as Hex)

describe('vectors shared with the contracts', () => {
  test('trees', () => {
    for (const { leaves, root, siblings } of trees.trees) {
      expect(treeRoot(buildTree(leaves.map(bytes)))).toBe(root)
      for (const [index, leaf] of leaves.entries()) {
        const proof = {
          root: root as Hex,
          count: leaves.length,
          index,
          leaf: bytes(leaf),
          siblings: siblings[index] as Hex[],
        }
        expect(verifyTreeProof(proof)).toBe(true)
      }
    }
  })

  test('sum trees', () => {
    for (const { leaves, sums, root, total, siblings, siblingSums } of trees.sumTrees) {
      const summed = leaves.map((leaf, i) => ({ bytes: bytes(leaf), sum: BigInt(sums[i]!) }))
      const tree = buildSumTree(summed)
      expect([sumTreeRoot(tree), sumTreeTotal(tree)]).toEqual([root, BigInt(total)])
      for (const [index, leaf] of summed.entries()) {
        const proof = { siblings: siblings[index] as Hex[], siblingSums: siblingSums[index]!.map(BigInt) }
        const at = { root: root as Hex, total: BigInt(total), count: leaves.length, index, leaf }
        expect(verifySumTreeProof({ ...at, ...proof })).toBe(true)
      }
    }
  })

  test('texts', () => {
    for (const { data, root, firstChunks, shown, siblings } of texts.texts) {
      expect(textRoot(bytes(data))).toBe(root)
      for (const [i, firstChunk] of firstChunks.entries()) {
        const proof = { firstChunk, data: shown[i] as Hex, siblings: siblings[i] as Hex[][] }
        expect(verifyText(root as Hex, { length: BigInt(bytes(data).length), ...proof })).toBe(true)
      }
    }
  })

  test('canonical texts', () => {
    for (const { input, output } of texts.canonical) {
      expect(canonicalise(input)).toBe(output)
      expect(canonicalText(input)).toBe(output)
    }
  })
})
