import { createHash, randomBytes } from 'node:crypto'

/**
 * What the hashes of an index depend on: who does not know the seed cannot make texts whose windows collide. A collision
 * costs a comparison of bytes and nothing else.
 */
export type HashKey = {
  /** 16 bytes. */
  seed: Uint8Array
  /** How many bits a hash has, 32 but in tests. */
  bits: number
}

/** Hashes the windows of texts. One per thread: it keeps the words of the last window. */
export type WindowHash = {
  readonly windowWords: number
  readonly key: HashKey
  /**
   * Writes hash and position of each window of the text at [start, end) of `bytes` into `out` from `at` on, in pairs: of
   * K words with one space between each, words being what stands between spaces. A space must stand at `end`.
   * @returns where the pairs end
   */
  hashInto(bytes: Uint8Array, start: number, end: number, out: Uint32Array, at: number): number
}

const SPACE = 0x20
/** Words kept: a power of two above the most words of a window. */
const RING = 64
const LAST = RING - 1

/** A key that nobody else knows. */
export function createHashKey(): HashKey {
  return { seed: new Uint8Array(randomBytes(16)), bits: 32 }
}

export function createWindowHash(windowWords: number, key: HashKey): WindowHash {
  // Odd, so that a product with one of them loses nothing.
  const [state, byteFactor, lane, factor1, factor2, final1, final2] = numbersOf(key.seed)
  const [leaving1, leaving2] = [power(factor1, windowWords), power(factor2, windowWords)]
  const mask = key.bits === 32 ? -1 : ~(-1 >>> key.bits)
  const first = new Int32Array(RING)
  const second = new Int32Array(RING)
  const starts = new Int32Array(RING)

  function hashInto(bytes: Uint8Array, start: number, end: number, out: Uint32Array, at: number): number {
    let words = 0
    let sum1 = 0
    let sum2 = 0
    for (let i = start; i < end; i++) {
      let byte = bytes[i]!
      if (byte === SPACE) {
        // A second space in a row: no window goes across.
        words = sum1 = sum2 = 0
        continue
      }
      const slot = words & LAST
      starts[slot] = i
      let word = state
      // Every step spreads each bit over the word, so that the bytes after it cannot undo what one of them changed.
      do {
        word = Math.imul(word ^ byte, byteFactor)
        word ^= word >>> 15
        byte = bytes[++i]!
      } while (byte !== SPACE)
      let other = Math.imul(word ^ (word >>> 16), lane)
      other ^= other >>> 15
      sum1 = (Math.imul(sum1, factor1) + word) | 0
      sum2 = (Math.imul(sum2, factor2) + other) | 0
      if (++words > windowWords) {
        const left = (slot - windowWords) & LAST
        sum1 = (sum1 - Math.imul(first[left]!, leaving1)) | 0
        sum2 = (sum2 - Math.imul(second[left]!, leaving2)) | 0
      }
      first[slot] = word
      second[slot] = other
      if (words < windowWords) continue
      let hash = sum1 ^ ((sum2 << 16) | (sum2 >>> 16))
      hash = Math.imul(hash ^ (hash >>> 16), final1)
      hash = Math.imul(hash ^ (hash >>> 13), final2)
      hash ^= hash >>> 16
      out[at++] = hash & mask
      out[at++] = starts[(slot - windowWords + 1) & LAST]!
    }
    return at
  }
  return { windowWords, key, hashInto }
}

type Numbers = [number, number, number, number, number, number, number, number]

/** Odd numbers that follow from the seed. */
function numbersOf(seed: Uint8Array): Numbers {
  const digest = createHash('sha256').update(seed).digest()
  return Array.from({ length: 8 }, (_, i) => digest.readInt32LE(4 * i) | 1) as Numbers
}

function power(base: number, exponent: number): number {
  let result = 1
  for (let i = 0; i < exponent; i++) result = Math.imul(result, base)
  return result
}
