import type { Query } from './query.ts'
import { freshRoom, type Room } from './room.ts'
import { type Contents, compareOrdinals, contributorOf, placeOf } from './segment.ts'
import type { Found, FoundContribution, TextPart } from './source.ts'
import { ELIGIBLE, type Standings } from './standings.ts'

/** What one segment has of a query's windows: for each the ordinal of the first contribution, or −1, and the position. */
export type Hits = {
  contents: Contents
  standings: Standings
  ordinals: Int32Array
  positions: Int32Array
}

/** Of several segments' hits the earliest for each window. */
export function earliestOf(
  query: Query,
  hits: readonly Hits[],
  room: Room,
): { segments: Int32Array; ordinals: Int32Array; positions: Int32Array } {
  const segments = room.signed(query.count).fill(0)
  const [first] = hits
  if (!first)
    return { segments, ordinals: new Int32Array(query.count).fill(-1), positions: new Int32Array(query.count) }
  if (hits.length === 1) return { segments, ordinals: first.ordinals, positions: first.positions }
  const ordinals = first.ordinals.slice()
  const positions = first.positions.slice()
  for (let s = 1; s < hits.length; s++) {
    const hit = hits[s]!
    for (let i = 0; i < query.count; i++) {
      const ordinal = hit.ordinals[i]!
      if (ordinal < 0) continue
      const best = ordinals[i]!
      if (best >= 0 && compareOrdinals(hits[segments[i]!]!.contents, best, hit.contents, ordinal) < 0) continue
      segments[i] = s
      ordinals[i] = ordinal
      positions[i] = hit.positions[i]!
    }
  }
  return { segments, ordinals, positions }
}

/** A contribution that was found, and the stretch of its segment's texts that the output can be laid over. */
export type Sought = { segment: number; ordinal: number; from: number; to: number }

/** Which contributions were found, in prior-art order, and for each window the index of its own, or −1. */
export function soughtOf(query: Query, hits: readonly Hits[], best: ReturnType<typeof earliestOf>, room: Room) {
  const { segments, ordinals, positions } = best
  const { pairs } = query
  const sought: Sought[] = []
  const indexOf = new Map<number, number>()
  const own = room.signed(query.count)
  const { count } = query
  let [segment, ordinal, alignment, index] = [-1, -1, 0, -1]
  for (let i = 0; i < count; i++) {
    const aligned = (positions[i]! - pairs[2 * i + 1]!) | 0
    // Windows that follow one another mostly stand so in one contribution.
    if (ordinals[i] === ordinal && aligned === alignment && segments[i] === segment) {
      own[i] = index
      continue
    }
    own[i] = -1
    if (ordinals[i]! < 0) continue
    segment = segments[i]!
    ordinal = ordinals[i]!
    alignment = aligned
    const key = segment * 2 ** 31 + ordinal
    index = indexOf.get(key) ?? sought.push({ segment, ordinal, from: Number.MAX_SAFE_INTEGER, to: 0 }) - 1
    indexOf.set(key, index)
    own[i] = index
    const each = sought[index]!
    each.from = Math.min(each.from, alignment - 1)
    each.to = Math.max(each.to, alignment + query.bytes.length)
  }
  const order = [...sought.keys()].sort((a, b) => {
    const [x, y] = [sought[a]!, sought[b]!]
    return compareOrdinals(hits[x.segment]!.contents, x.ordinal, hits[y.segment]!.contents, y.ordinal)
  })
  const rank = new Int32Array(order.length)
  for (const [at, index] of order.entries()) rank[index] = at
  for (let i = 0; i < own.length; i++) if (own[i]! >= 0) own[i] = rank[own[i]!]!
  for (const each of sought) {
    const { starts } = hits[each.segment]!.contents
    each.from = Math.max(each.from, starts[each.ordinal]!)
    each.to = Math.min(each.to, starts[each.ordinal + 1]! - 1)
  }
  return { sought: order.map((index) => sought[index]!), own }
}

/** Everything together. `partOf` gives the text, or the asked stretch of it; `kept` has the arrays of what is found. */
export function foundOf(
  query: Query,
  hits: readonly Hits[],
  best: ReturnType<typeof earliestOf>,
  { sought, own }: ReturnType<typeof soughtOf>,
  partOf: (sought: Sought, index: number) => TextPart,
  kept: Room = freshRoom,
): Found {
  const contributions = sought.map((each, index): FoundContribution => {
    const { contents, standings } = hits[each.segment]!
    return {
      ...placeOf(contents, each.ordinal),
      contributor: contributorOf(contents, each.ordinal),
      standing: standings[each.ordinal] === ELIGIBLE ? 'Eligible' : 'Revoked',
      text: partOf(each, index),
    }
  })
  const contribution = kept.signed(query.words.count).fill(-1)
  const offset = kept.unsigned(query.words.count).fill(0)
  const bases = Uint32Array.from(sought, ({ segment, ordinal }) => hits[segment]!.contents.starts[ordinal]!)
  for (let i = 0; i < query.count; i++) {
    const index = own[i]!
    if (index < 0) continue
    const word = query.firsts[i]!
    contribution[word] = index
    offset[word] = best.positions[i]! - bases[index]!
  }
  return { words: query.words, contributions, contribution, offset }
}
