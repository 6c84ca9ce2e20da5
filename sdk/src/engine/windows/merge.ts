import { locatorOf, ordinalAt, own } from './arrays.ts'
import { SegmentTooLargeError } from './errors.ts'
import { checkApart } from './memory.ts'
import { type LongOptions, step } from './progress.ts'
import {
  bucketBitsOf,
  CONTRIBUTOR_BYTES,
  type Contents,
  compareOrdinals,
  MOST_TEXT_BYTES,
  PLACE_NUMBERS,
  type Segment,
} from './segment.ts'

/** What comes of several segments, but for its texts and windows. */
export type MergePlan = {
  contents: Contents
  windows: number
  bucketBits: number
  /** The texts in their new order: stretches [from, to) of the segments' texts. */
  stretches: { segment: number; from: number; to: number }[]
  /** How far each contribution's text moves, by segment and ordinal. */
  moves: Int32Array[]
}

/** A segment's windows from the first to the last, in chunks of pairs. */
export type Windows = Iterator<Uint32Array>

/** Windows in one chunk. */
export const CHUNK = 2 ** 15

/**
 * The segment over everything that the given ones hold, which stay as they are: the bytes that building it at once gives.
 * @throws WindowWordsMismatchError, HashKeyMismatchError, PlaceTakenError, SegmentTooLargeError
 */
export async function mergeSegments(
  segments: readonly [Segment, ...Segment[]],
  options: LongOptions = {},
): Promise<Segment> {
  const plan = planMerge(
    segments,
    segments.map(({ entries }) => entries.length / 2),
  )
  const { contents, windows } = plan
  const texts = new Uint8Array(contents.starts[contents.count]!)
  let at = 0
  for (const { segment, from, to } of plan.stretches) {
    texts.set(segments[segment]!.texts.subarray(from, to), at)
    at += to - from
  }
  const entries = new Uint32Array(2 * windows)
  const directory = new Uint32Array(2 ** plan.bucketBits + 1)
  let done = 0
  const readers = segments.map((segment) => chunksOf(segment.entries))
  for (const chunk of mergedWindows(segments, readers, plan, directory)) {
    entries.set(chunk, 2 * done)
    done += chunk.length / 2
    await step(options, { phase: 'merge', done, total: windows })
  }
  return { ...contents, texts, entries, directory }
}

/**
 * Sets the contributions of several segments in one order.
 * @param windows how many each has
 */
export function planMerge(segments: readonly Contents[], windows: readonly number[]): MergePlan {
  checkApart(segments)
  const size = segments.reduce((sum, { starts, count }) => sum + starts[count]!, 0)
  if (size > MOST_TEXT_BYTES) throw new SegmentTooLargeError(size, MOST_TEXT_BYTES)
  const count = segments.reduce((sum, segment) => sum + segment.count, 0)
  const places = new Uint32Array(PLACE_NUMBERS * count)
  const contributors = new Uint8Array(CONTRIBUTOR_BYTES * count)
  const starts = new Uint32Array(count + 1)
  const stretches: MergePlan['stretches'] = []
  const moves = segments.map((segment) => new Int32Array(segment.count))
  const heads = segments.map(() => 0)
  for (let i = 0, at = 0; i < count; i++) {
    let s = -1
    for (const [other, { count: most }] of segments.entries()) {
      if (heads[other]! >= most) continue
      if (s < 0 || compareOrdinals(segments[other]!, heads[other]!, segments[s]!, heads[s]!) < 0) s = other
    }
    const segment = segments[s]!
    const ordinal = heads[s]!++
    const [from, to] = [segment.starts[ordinal]!, segment.starts[ordinal + 1]!]
    for (let k = 0; k < PLACE_NUMBERS; k++) places[PLACE_NUMBERS * i + k] = segment.places[PLACE_NUMBERS * ordinal + k]!
    const spelled = segment.contributors.subarray(CONTRIBUTOR_BYTES * ordinal, CONTRIBUTOR_BYTES * (ordinal + 1))
    contributors.set(spelled, CONTRIBUTOR_BYTES * i)
    starts[i] = at
    moves[s]![ordinal] = at - from
    const last = stretches.at(-1)
    if (last?.segment === s && last.to === from) last.to = to
    else stretches.push({ segment: s, from, to })
    at += to - from
    starts[i + 1] = at
  }
  const { windowWords, key } = segments[0]!
  const contents = { windowWords, key, count, places, contributors, starts, ...locatorOf(starts, count, own) }
  const total = windows.reduce((sum, each) => sum + each, 0)
  return { contents, windows: total, bucketBits: bucketBitsOf(total), stretches, moves }
}

/**
 * All windows in the order of the merged segment, in chunks that are good until the next one is asked for. Marks the
 * buckets of the directory on the way.
 */
export function* mergedWindows(
  segments: readonly Contents[],
  readers: readonly Windows[],
  { moves, bucketBits, windows }: MergePlan,
  directory: Uint32Array,
): Generator<Uint32Array, void> {
  const heads = segments.map((segment, s) => head(segment, readers[s]!, moves[s]!)).filter(({ load }) => load())
  const out = new Uint32Array(2 * CHUNK)
  const shift = 32 - bucketBits
  let [at, done, bucket] = [0, 0, 0]
  while (heads.length > 0) {
    let least = heads[0]!
    for (let i = 1; i < heads.length; i++) {
      const other = heads[i]!
      if (other.hash < least.hash || (other.hash === least.hash && other.position < least.position)) least = other
    }
    out[at++] = least.hash
    out[at++] = least.position
    while (bucket <= least.hash >>> shift) directory[bucket++] = done
    done++
    if (!least.advance() && !least.load()) heads.splice(heads.indexOf(least), 1)
    if (at === out.length) {
      yield out
      at = 0
    }
  }
  while (bucket < directory.length) directory[bucket++] = windows
  if (at > 0) yield out.subarray(0, at)
}

/** The next window of a segment, where its text has moved to. */
function head(segment: Contents, reader: Windows, moves: Int32Array) {
  let chunk = new Uint32Array(0)
  let at = 0
  const self = { hash: 0, position: 0, advance, load }
  function advance(): boolean {
    if (at >= chunk.length) return false
    self.hash = chunk[at]!
    const position = chunk[at + 1]!
    self.position = position + moves[ordinalAt(segment, position)]!
    at += 2
    return true
  }
  function load(): boolean {
    const next = reader.next()
    if (next.done) return false
    chunk = next.value as Uint32Array<ArrayBuffer>
    at = 0
    return advance()
  }
  return self
}

function* chunksOf(entries: Uint32Array): Generator<Uint32Array, void> {
  for (let at = 0; at < entries.length; at += 2 * CHUNK) yield entries.subarray(at, at + 2 * CHUNK)
}
