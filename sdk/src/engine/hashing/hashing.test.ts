import fc from 'fast-check'
import { bytesToHex, hexToBytes, keccak256 } from 'viem'
import { beforeAll, describe, expect, test } from 'vitest'
import textVectors from '../../../../contracts/test/vectors/texts.json' with { type: 'json' }
import { TextRangeError } from '../../errors/text.ts'
import { textRoot } from '../../text/index.ts'
import { ZERO_HASH } from '../../trees/index.ts'
import { createKeccak, createTextRooter, type Keccak, textRootsOf } from './index.ts'

let keccak: Keccak
beforeAll(async () => {
  keccak = await createKeccak()
})

/** Bytes that look like nothing, of any length. */
const noise = (length: number, seed = 1) =>
  Uint8Array.from({ length }, (_, i) => (Math.imul(i + seed, 0x9e3779b1) ^ Math.imul(i, 0x85ebca6b)) >>> 13)

const pack = (texts: readonly Uint8Array[]) => {
  const offsets = [0]
  for (const text of texts) offsets.push(offsets.at(-1)! + text.length)
  const bytes = new Uint8Array(offsets.at(-1)!)
  texts.forEach((text, i) => {
    bytes.set(text, offsets[i])
  })
  return { bytes, offsets }
}

const hashesIn = (bytes: Uint8Array) =>
  Array.from({ length: bytes.length / 32 }, (_, i) => bytesToHex(bytes.subarray(32 * i, 32 * i + 32)))

describe('keccak', () => {
  test('every length around the blocks of 136 bytes, and larger than what goes in at once', () => {
    const lengths = [
      ...Array.from({ length: 420 }, (_, i) => i),
      50_000,
      65_007,
      65_008,
      65_009,
      130_015,
      130_016,
      130_017,
    ]
    for (const length of lengths) {
      const input = noise(length)
      const expected = keccak256(input)
      const out = new Uint8Array(40).fill(7)
      keccak.into(input, out, 4)
      expect(bytesToHex(keccak.hash(input))).toBe(expected)
      expect(bytesToHex(out)).toBe(`0x07070707${expected.slice(2)}07070707`)
    }
  })

  test('behavior: what was given away stays, and hashers know nothing of each other', async () => {
    const [a, b] = [noise(100, 2), noise(300, 3)]
    const other = await createKeccak()
    const first = keccak.hash(a)
    const second = other.hash(b)
    keccak.hash(b)
    other.hash(a)
    expect([bytesToHex(first), bytesToHex(second)]).toEqual([keccak256(a), keccak256(b)])
  })

  test('error: no room for the hash', () => {
    for (const at of [-1, 9, 40]) expect(() => keccak.into(noise(9), new Uint8Array(40), at)).toThrow(RangeError)
  })

  test('behavior: an input that cannot be hashed leaves nothing behind', () => {
    expect(() => keccak.hash(undefined as unknown as Uint8Array)).toThrow()
    expect(bytesToHex(keccak.hash(noise(9)))).toBe(keccak256(noise(9)))
  })
})

describe('text roots in bulk', () => {
  test('vectors shared with the contracts', () => {
    const texts = textVectors.texts.map(({ data }) => hexToBytes(data as `0x${string}`))
    expect(hashesIn(textRootsOf(keccak, pack(texts)))).toEqual(textVectors.texts.map(({ root }) => root))
  })

  test('every number of chunks up to 70, with a last one of 1, 255 and 256 bytes', () => {
    const texts: Uint8Array[] = []
    for (let chunks = 0; chunks < 70; chunks++) {
      for (const last of [1, 255, 256]) texts.push(noise(256 * chunks + last, chunks))
    }
    expect(hashesIn(textRootsOf(keccak, pack(texts)))).toEqual(texts.map(textRoot))
    expect(hashesIn(textRootsOf(keccak, pack(texts.toReversed())))).toEqual(texts.map(textRoot).toReversed())
  })

  test('behavior: any texts in any order, empty ones among them', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.uint8Array({ maxLength: 600 }), fc.constant(new Uint8Array()))), (texts) => {
        const expected = texts.map((text) => (text.length === 0 ? ZERO_HASH : textRoot(text)))
        expect(hashesIn(textRootsOf(keccak, pack(texts)))).toEqual(expected)
      }),
      { numRuns: 200 },
    )
  })

  test('behavior: none, and a stretch of larger bytes', () => {
    expect(textRootsOf(keccak, { bytes: new Uint8Array(), offsets: [0] })).toEqual(new Uint8Array())
    expect(textRootsOf(keccak, { bytes: new Uint8Array(), offsets: [] })).toEqual(new Uint8Array())
    const bytes = noise(900)
    const roots = textRootsOf(keccak, { bytes, offsets: Uint32Array.of(100, 400, 400, 401) })
    expect(hashesIn(roots)).toEqual([textRoot(bytes.slice(100, 400)), ZERO_HASH, textRoot(bytes.slice(400, 401))])
  })

  test('behavior: one root alone is written where it belongs, and nowhere else', () => {
    const rootOf = createTextRooter(keccak)
    for (const text of [noise(700), new Uint8Array(), noise(3)]) {
      const out = new Uint8Array(40).fill(7)
      rootOf(text, out, 4)
      const root = text.length === 0 ? ZERO_HASH : textRoot(text)
      expect(bytesToHex(out)).toBe(`0x07070707${root.slice(2)}07070707`)
    }
  })

  test('error: offsets that descend or point beyond the bytes', () => {
    for (const offsets of [
      [0, 5],
      [3, 2],
      [-1, 2],
      [0, Number.NaN],
      [0, 2, 1],
    ]) {
      expect(() => textRootsOf(keccak, { bytes: noise(4), offsets })).toThrow(TextRangeError)
    }
  })
})
