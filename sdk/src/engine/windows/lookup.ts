import { ordinalAt } from './arrays.ts'
import type { Hits } from './found.ts'
import type { Query } from './query.ts'
import type { Room } from './room.ts'
import type { Segment } from './segment.ts'
import { NONE, type Standings } from './standings.ts'

const SPACE = 0x20
/** Windows in a bucket from which on a search by halves is quicker. */
const MANY = 32

/**
 * Where each window of a query stands first in a segment in memory. It goes through all windows several times, and each
 * time touches one array: so the processor waits for many places of the memory at once, not for one after the other.
 */
export function lookUp(segment: Segment, query: Query, standings: Standings, room: Room): Hits {
  const { entries, directory } = segment
  const { count, pairs } = query
  const shift = 32 - Math.log2(directory.length - 1)
  const slots = room.signed(count)
  const ends = room.signed(count)
  for (let i = 0; i < count; i++) {
    const bucket = pairs[2 * i]! >>> shift
    slots[i] = directory[bucket]!
    ends[i] = directory[bucket + 1]!
  }
  touchEnds(entries, slots, ends)
  for (let i = 0; i < count; i++) slots[i] = firstEntry(entries, slots[i]!, ends[i]!, pairs[2 * i]!)
  const positions = room.signed(count)
  for (let i = 0; i < count; i++) positions[i] = slots[i]! < 0 ? 0 : entries[2 * slots[i]! + 1]!
  touchTexts(segment, positions)
  return verify(segment, query, standings, { slots, positions, ordinals: room.signed(count) })
}

/** What was read ahead, so that no compiler leaves the reading out. */
const touched = new Uint32Array(1)

/** The first and the last window of each bucket: it may lie across two lines of the processor's cache. */
function touchEnds(entries: Uint32Array, from: Int32Array, to: Int32Array): void {
  let sum = 0
  for (let i = 0; i < from.length; i++) if (from[i]! < to[i]!) sum ^= entries[2 * from[i]!]! ^ entries[2 * to[i]! - 2]!
  touched[0]! ^= sum
}

function touchTexts({ texts, locator, locatorShift }: Segment, positions: Int32Array): void {
  let sum = 0
  for (let i = 0; i < positions.length; i++) sum ^= texts[positions[i]!]!
  for (let i = 0; i < positions.length; i++) sum ^= locator[positions[i]! >>> locatorShift]!
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

/** For each window its first entry, or −1, its position, and the ordinal that is to be found. */
type Places = { slots: Int32Array; positions: Int32Array; ordinals: Int32Array }

/**
 * Compares the windows with the texts. One that follows, in output and text, on one that was found has all of its words
 * but the last compared already.
 */
function verify(segment: Segment, query: Query, standings: Standings, { slots, positions, ordinals }: Places): Hits {
  const { entries, texts, starts, windowWords } = segment
  const { bytes, words, count, pairs, firsts } = query
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
