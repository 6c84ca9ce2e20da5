import type { WindowHash } from './hash.ts'
import { freshRoom, type Room } from './room.ts'

/** The words of a text: their bytes [start, end). */
export type Words = { count: number; starts: Int32Array; ends: Int32Array }

/** The windows of an output, to be looked up. */
export type Query = {
  /** The output, and a space after it. */
  bytes: Uint8Array
  words: Words
  /** Number of windows. */
  count: number
  /** Hash and first byte of each, in pairs. */
  pairs: Uint32Array
  /** The first word of each. */
  firsts: Int32Array
}

const SPACE = 0x20

/** @param kept for the words, `room` for all else */
export function queryOf(output: Uint8Array, hash: WindowHash, room: Room = freshRoom, kept: Room = freshRoom): Query {
  const bytes = room.bytes(output.length + 1)
  bytes.set(output)
  bytes[output.length] = SPACE
  const words = wordsOf(bytes, room, kept)
  const pairs = room.unsigned(2 * words.count)
  const count = hash.hashInto(bytes, 0, output.length, pairs, 0) / 2
  const firsts = room.signed(count)
  for (let i = 0, word = 0; i < count; i++, word++) {
    while (words.starts[word]! < pairs[2 * i + 1]!) word++
    firsts[i] = word
  }
  return { bytes, words, count, pairs, firsts }
}

/** The words of bytes that end with a space. */
function wordsOf(bytes: Uint8Array, room: Room, kept: Room): Words {
  const most = (bytes.length >>> 1) + 1
  const [starts, ends] = [room.signed(most), room.signed(most)]
  let count = 0
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i] === SPACE) continue
    starts[count] = i
    while (bytes[i] !== SPACE) i++
    ends[count++] = i
  }
  const words = { count, starts: kept.signed(count), ends: kept.signed(count) }
  words.starts.set(starts.subarray(0, count))
  words.ends.set(ends.subarray(0, count))
  return words
}
