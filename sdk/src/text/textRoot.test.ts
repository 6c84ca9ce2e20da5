import fc from 'fast-check'
import { concat, type Hex, keccak256, numberToHex, toHex } from 'viem'
import { describe, expect, test } from 'vitest'
import { EmptyTextError, TextRangeError } from '../errors/text.ts'
import { buildTree, treeRoot } from '../trees/index.ts'
import { proveText, textRoot, verifyText } from './textRoot.ts'

const text = (length: number) => Uint8Array.from({ length }, (_, i) => 97 + (i % 26))

describe('text root', () => {
  test('default', () => {
    for (const length of [1, 255, 256, 257, 512, 1000]) {
      const bytes = text(length)
      const chunks = []
      for (let at = 0; at < length; at += 256) chunks.push(bytes.slice(at, at + 256))
      const root = treeRoot(buildTree(chunks))
      expect(textRoot(bytes)).toBe(keccak256(concat(['0x02', numberToHex(length, { size: 8 }), root])))
    }
  })

  test('behavior: every range is proven, and no byte of it can differ', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1500 }), fc.nat(), fc.nat(), fc.nat(), (length, a, b, c) => {
        const bytes = text(length)
        const from = a % length
        const to = from + 1 + (b % (length - from))
        const root = textRoot(bytes)
        const proof = proveText(bytes, from, to)
        expect(verifyText(root, proof)).toBe(true)
        const start = proof.firstChunk * 256
        expect(proof.data.slice(2)).toContain(toHex(bytes.slice(from, to)).slice(2))
        expect(start <= from && start + (proof.data.length - 2) / 2 >= to).toBe(true)

        const at = 2 + (c % (proof.data.length - 2))
        const digit = proof.data[at] === '0' ? '1' : '0'
        const data = (proof.data.slice(0, at) + digit + proof.data.slice(at + 1)) as Hex
        expect(verifyText(root, { ...proof, data })).toBe(false)
        expect(verifyText(root, { ...proof, length: proof.length + 1n })).toBe(false)
        expect(verifyText(root, { ...proof, firstChunk: proof.firstChunk + 1 })).toBe(false)
        expect(verifyText(root, { ...proof, data: `${proof.data}00` })).toBe(false)
        expect(verifyText(root, { ...proof, siblings: proof.siblings.slice(1) })).toBe(false)
      }),
    )
  })

  test('behavior: a proof without chunks proves nothing', () => {
    expect(verifyText(textRoot(text(3)), { length: 3n, firstChunk: 0, data: '0x', siblings: [] })).toBe(false)
  })

  test('error: nothing to hash or to show', () => {
    expect(() => textRoot(new Uint8Array())).toThrow(EmptyTextError)
    for (const [from, to] of [
      [0, 0],
      [2, 1],
      [-1, 1],
      [0, 4],
      [Number.NaN, 1],
    ] as const) {
      expect(() => proveText(text(3), from, to)).toThrow(TextRangeError)
    }
  })
})
