import { boundsOf } from './shingles.ts'

/**
 * Signs texts: of each of several hash functions the least value over the text's shingles. Two texts have equal values in
 * about the share of places that the shingles which both have are of all that either has (their Jaccard index).
 */
export type Signer = (text: Uint8Array) => Uint32Array

/**
 * @param seed 16 bytes that nobody knows who chooses texts: with it, edits could be placed where they move every value
 * @param count of values in a signature
 */
export function createSigner(seed: Uint8Array, count: number, shingleWords: number): Signer {
  const random = numbersOf(seed)
  const [state, byteFactor, wordFactor] = [random(), random() | 1, random() | 1]
  // Odd factors: multiplying by them loses nothing.
  const offsets = Int32Array.from({ length: count }, random)
  const factors = Int32Array.from({ length: count }, () => random() | 1)

  return (text) => {
    const signature = new Uint32Array(count).fill(0xffffffff)
    const { starts, ends } = boundsOf(text)
    const hashes = starts.map((start, i) => {
      let hash = state
      for (let at = start; at < ends[i]!; at++) {
        hash = Math.imul(hash ^ text[at]!, byteFactor)
        hash ^= hash >>> 15
      }
      return hash
    })
    const last = starts.length === 0 ? -1 : Math.max(0, starts.length - shingleWords)
    for (let first = 0; first <= last; first++) {
      let shingle = state
      for (let i = first; i < Math.min(first + shingleWords, hashes.length); i++) {
        shingle = Math.imul(shingle ^ hashes[i]!, wordFactor)
        shingle ^= shingle >>> 16
      }
      for (let i = 0; i < count; i++) {
        let value = Math.imul(shingle ^ offsets[i]!, factors[i]!)
        value = Math.imul(value ^ (value >>> 15), 0x735a2d97)
        value = (value ^ (value >>> 16)) >>> 0
        if (value < signature[i]!) signature[i] = value
      }
    }
    return signature
  }
}

/** Numbers of 32 bits that follow from 16 bytes (sfc32). */
function numbersOf(seed: Uint8Array): () => number {
  const view = new DataView(seed.buffer, seed.byteOffset, 16)
  let [a, b, c, counter] = [view.getInt32(0), view.getInt32(4), view.getInt32(8), view.getInt32(12)]
  const next = () => {
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return sum
  }
  for (let i = 0; i < 16; i++) next()
  return next
}
