import { TextRangeError } from '../../errors/text.ts'
import { CHUNK_BYTES } from '../../text/textRoot.ts'
import { HASH_BYTES, type Keccak } from './keccak.ts'
import { createRoots } from './roots.ts'

/** Texts one after the other: text i is the bytes from `offsets[i]` to `offsets[i + 1]`, so there is one offset more. */
export type PackedTexts = { bytes: Uint8Array; offsets: ArrayLike<number> }

/** Writes the text root of canonical bytes, 0 of none, into `out` from byte `at` on. */
export type TextRooter = (text: Uint8Array, out: Uint8Array, at: number) => void

/** Equal to `textRoot` of `sdk/src/text`, but that an empty text, as an output may be, has the root 0. */
export function createTextRooter(keccak: Keccak): TextRooter {
  const roots = createRoots(keccak)
  const preimage = new Uint8Array(1 + 8 + HASH_BYTES)
  const view = new DataView(preimage.buffer)
  preimage[0] = 2
  return (text, out, at) => {
    if (text.length === 0) {
      out.fill(0, at, at + HASH_BYTES)
      return
    }
    const leaf = roots.begin(CHUNK_BYTES)
    for (let from = 0; from < text.length; from += CHUNK_BYTES) {
      const chunk = text.subarray(from, from + CHUNK_BYTES)
      leaf.set(chunk)
      roots.add(chunk.length)
    }
    view.setBigUint64(1, BigInt(text.length))
    roots.end(preimage, 9)
    keccak.into(preimage, out, at)
  }
}

/**
 * The text roots of all texts, 32 bytes of each; 0 of an empty one.
 * @throws TextRangeError when offsets descend or point beyond the bytes
 */
export function textRootsOf(keccak: Keccak, { bytes, offsets }: PackedTexts): Uint8Array {
  const rootOf = createTextRooter(keccak)
  const count = Math.max(offsets.length - 1, 0)
  const roots = new Uint8Array(HASH_BYTES * count)
  for (let i = 0; i < count; i++) {
    const [from, to] = [offsets[i]!, offsets[i + 1]!]
    if (!(from >= 0 && from <= to && to <= bytes.length)) throw new TextRangeError(from, to, bytes.length)
    rootOf(bytes.subarray(from, to), roots, HASH_BYTES * i)
  }
  return roots
}
