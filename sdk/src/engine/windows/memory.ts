import type { Place } from '../../attribution/corpus.ts'
import { PlaceTakenError, WindowWordsMismatchError } from '../../attribution/windowIndex.ts'
import { HashKeyMismatchError } from './errors.ts'
import { earliestOf, foundOf, soughtOf } from './found.ts'
import { createWindowHash } from './hash.ts'
import { lookUp } from './lookup.ts'
import { queryOf } from './query.ts'
import { createRoom, freshRoom, type Room } from './room.ts'
import { type Contents, compareOrdinals, ordinalOf, placeOf, type Segment } from './segment.ts'
import type { Found, View, WindowSource } from './source.ts'
import { standingsOf } from './standings.ts'

/** Of all indices in memory: what looks up in one ends before another does. */
const room = createRoom()

/** An index in memory: it answers at once. */
export type MemorySource = WindowSource & {
  readonly segments: readonly Segment[]
  /** @param kept where the arrays of what is found are taken from, by a caller that soon needs them no more */
  earliestSync(output: Uint8Array, view: View, kept?: Room): Found
  textOfSync(place: Place): Uint8Array | undefined
}

/**
 * The index over everything that the segments hold.
 * @throws WindowWordsMismatchError, HashKeyMismatchError
 * @throws PlaceTakenError when two hold the same contribution
 */
export function inMemory(segments: readonly [Segment, ...Segment[]]): MemorySource {
  checkApart(segments)
  const { windowWords, key } = segments[0]
  const hash = createWindowHash(windowWords, key)
  const earliestSync = (output: Uint8Array, view: View, kept = freshRoom): Found => {
    // A view may ask anything of anybody: it is done before the room is used.
    const standings = segments.map((segment) => standingsOf(segment, view))
    room.clear()
    const query = queryOf(output, hash, room, kept)
    const hits = segments.map((segment, i) => lookUp(segment, query, standings[i]!, room))
    const best = earliestOf(query, hits, room)
    const textOf = ({ segment, ordinal }: { segment: number; ordinal: number }) => {
      const bytes = textAt(segments[segment]!, ordinal)
      return { bytes, from: 0, length: bytes.length }
    }
    return foundOf(query, hits, best, soughtOf(query, hits, best, room), textOf, kept)
  }
  const textOfSync = (place: Place): Uint8Array | undefined => {
    for (const segment of segments) {
      const ordinal = ordinalOf(segment, place)
      if (ordinal !== undefined) return textAt(segment, ordinal)
    }
    return undefined
  }
  return {
    windowWords,
    segments,
    earliestSync,
    textOfSync,
    earliest: async (output, view, options) => {
      options?.signal?.throwIfAborted()
      return earliestSync(output, view)
    },
    textOf: async (place) => textOfSync(place),
  }
}

export function textAt({ texts, starts }: Segment, ordinal: number): Uint8Array {
  return texts.subarray(starts[ordinal], starts[ordinal + 1]! - 1)
}

/** Throws unless segments can be one index: of one kind, and without a common contribution. */
export function checkApart(segments: readonly Contents[]): void {
  const [first] = segments
  for (const { windowWords, key } of segments) {
    if (windowWords !== first!.windowWords) throw new WindowWordsMismatchError(first!.windowWords, windowWords)
    if (key.bits !== first!.key.bits || Buffer.compare(key.seed, first!.key.seed) !== 0)
      throw new HashKeyMismatchError()
  }
  for (const [i, a] of segments.entries()) {
    for (const b of segments.slice(i + 1)) {
      const taken = commonPlace(a, b)
      if (taken) throw new PlaceTakenError(taken)
    }
  }
}

/** A place that both hold. */
function commonPlace(a: Contents, b: Contents): Place | undefined {
  for (let i = 0, j = 0; i < a.count && j < b.count; ) {
    const order = compareOrdinals(a, i, b, j)
    if (order === 0) return placeOf(a, i)
    if (order < 0) i++
    else j++
  }
  return undefined
}
