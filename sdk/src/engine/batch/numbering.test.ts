import fc from 'fast-check'
import { expect, test } from 'vitest'
import { numbering } from './numbering.ts'

const item = fc.uint8Array({ minLength: 4, maxLength: 4 })

test('numbers as a map does, and keeps copies', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(item, fc.constantFrom(...[0, 1, 2].map((byte) => new Uint8Array(4).fill(byte))))),
      (items) => {
        const numbers = numbering(4)
        const known = new Map<string, number>()
        const buffer = Buffer.alloc(6)
        for (const it of items) {
          buffer.set(it, 1)
          const key = Buffer.from(it).toString('hex')
          const number = known.get(key) ?? known.size
          known.set(key, number)
          expect(numbers.of(buffer, 1)).toBe(number)
        }
        expect(numbers.items.map((it) => Buffer.from(it).toString('hex'))).toEqual([...known.keys()])
      },
    ),
    { numRuns: 200 },
  )
})

test('holds items that a liar chose to be alike, as quickly as others', () => {
  const numbers = numbering(20)
  const bytes = new Uint8Array(20)
  // They differ in their highest bits alone, where a sum of products by known powers of two would lose them.
  for (let round = 0; round < 2; round++) {
    for (let i = 0; i < 200_000; i++) {
      new DataView(bytes.buffer).setUint32(16, i << 12)
      bytes[0] = i >>> 20
      bytes[1] = i >>> 12
      numbers.of(bytes, 0)
    }
  }
  expect(numbers.items.length).toBe(200_000)
})
