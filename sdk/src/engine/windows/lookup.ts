import { ordinalAt } from './arrays.ts'
import type { Hits } from './found.ts'
import type { Query } from './query.ts'
import type { Segment } from './segment.ts'
import { NONE, type Standings } from './standings.ts'

const SPACE = 0x20
/** Windows in a bucket from which on a search by halves is quicker. */
const MANY = 32

/**
 * Where each window of a query stands first in a segment in memory. It goes through all windows several times, and each
 * time touches one array: so the processor waits for many places of the memory at once, not for one after the other.
 */
export function lookUp(segment: Segment, query: Query, standings: Standings): Hits {
  const { entries, directory, texts, locator, locatorShift } = segment
  const { count, pairs } = query
  const shift = 32 - Math.log2(directory.length - 1)
  const slots = new Int32Array(count)
  for (let i = 0; i < count; i++) slots[i] = directory[pairs[2 * i]! >>> shift]!
  touch(entries, slots, 2, entries.length / 2)
  for (let i = 0; i < count; i++) {
    const hash = pairs[2 * i]!
    slots[i] = firstEntry(entries, slots[i]!, directory[(hash >>> shift) + 1]!, hash)
  }
  const positions = new Int32Array(count)
  for (let i = 0; i < count; i++) positions[i] = slots[i]! < 0 ? 0 : entries[2 * slots[i]! + 1]!
  touch(texts, positions, 1, texts.length)
  for (let i = 0; i < count; i++) touched[0]! ^= locator[positions[i]! >>> locatorShift]!
  return verify(segment, query, standings, slots, positions)
}

/** What was read ahead, so that no compiler leaves the reading out. */
const touched = new Uint32Array(1)

function touch(array: Uint8Array | Uint32Array, places: Int32Array, width: number, end: number): void {
  let sum = 0
  for (let i = 0; i < places.length; i++) if (places[i]! < end) sum ^= array[width * places[i]!]!
  touched[0]! ^= sum
}

/** The first entry of a hash among those of its bucket, [from, to); −1 for none. */
export function firstEntry(entries: Uint32Array, from: number, to: number, hash: number): number {
  let [low, high] = [from, to]
  while (high - low > MANY) {
    const middle = (low + high) >>> 1
    if (entries[2 * middle]! < hash) low = middle + 1
    else high = middle
  }
  // What is beyond `high` is not smaller, so the search goes on to the bucket's end.
  for (let i = low; i < to; i++) if (entries[2 * i]! >= hash) return entries[2 * i] === hash ? i : -1
  return -1
}

/**
 * Compares the windows with the texts. One that follows, in output and text, on one that was found has all of its words
 * but the last compared already.
 */
function verify(segment: Segment, query: Query, standings: Standings, slots: Int32Array, positions: Int32Array): Hits {
  const { entries, texts, starts, windowWords } = segment
  const { bytes, words, count, pairs, firsts } = query
  const ordinals = new Int32Array(count)
  const last = entries.length / 2
  let before = -1
  for (let i = 0; i < count; i++) {
    ordinals[i] = -1
    if (slots[i]! < 0) {
      before = -1
      continue
    }
    const hash = pairs[2 * i]!
    const start = pairs[2 * i + 1]!
    const end = words.ends[firsts[i]! + windowWords - 1]!
    // Where the window before this one was found, this one may go on: all but its last word is the same.
    const follows = before >= 0 && firsts[i] === firsts[i - 1]! + 1 ? positions[i - 1]! + start - pairs[2 * i - 1]! : -1
    const compared = words.ends[firsts[i]! + windowWords - 2]! - start
    for (let slot = slots[i]!; slot < last && entries[2 * slot] === hash; slot++) {
      const position = entries[2 * slot + 1]!
      const isNext = position === follows && position < starts[before + 1]!
      const ordinal = isNext ? before : ordinalAt(segment, position)
      if (standings[ordinal] === NONE) continue
      if (!isEqual(bytes, start, end, texts, position, isNext ? compared : 0)) continue
      ordinals[i] = ordinal
      positions[i] = position
      break
    }
    before = ordinals[i]!
  }
  return { contents: segment, standings, ordinals, positions }
}

/** Whether the words at [start, end) of the output stand at `position` of the texts, from their byte `compared` on. */
export function isEqual(
  bytes: Uint8Array,
  start: number,
  end: number,
  texts: Uint8Array,
  position: number,
  compared: number,
): boolean {
  for (let i = start + compared, j = position + compared; i < end; i++, j++) if (bytes[i] !== texts[j]) return false
  return texts[position + end - start] === SPACE
}
