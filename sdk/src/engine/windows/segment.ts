import type { Address } from 'viem'
import type { Place } from '../../attribution/corpus.ts'
import type { PlacedText } from '../../attribution/windowIndex.ts'
import { PlaceTakenError, WINDOW_WORDS, WindowWordsError } from '../../attribution/windowIndex.ts'
import { type Allocate, type Located, locatorOf } from './arrays.ts'
import { ContributorError, LeafIndexRangeError, SegmentTooLargeError, SubmissionIdRangeError } from './errors.ts'
import type { HashKey } from './hash.ts'

/** A contribution as the index takes it: in its place, with its bytes as committed, whatever they are. */
export type IndexedContribution = PlacedText

/** Which contributions a segment has: all of it that stays in memory where its texts and windows stand in a file. */
export type Contents = {
  windowWords: number
  key: HashKey
  /** Number of contributions, which stand in prior-art order: their ordinals are 0, 1, … */
  count: number
  /** Three numbers for each: the submission's high and low 32 bits, and the leaf. */
  places: Uint32Array
  /** 40 characters for each: its contributor as it was given, without `0x`. */
  contributors: Uint8Array
} & Located

/**
 * An index over some contributions, which never changes. Equal contributions and equal keys make equal segments, byte for
 * byte, however they were built.
 */
export type Segment = Contents & {
  /** One after the other. */
  texts: Uint8Array
  /**
   * Two numbers for each window, its hash and its position in `texts`, in this order: the first occurrence of each window
   * in each contribution.
   */
  entries: Uint32Array
  /** Where the entries of each bucket begin, and where all end. A bucket is the hash's high bits. */
  directory: Uint32Array
}

/** So that positions are whole numbers of 31 bits. */
export const MOST_TEXT_BYTES = 2 ** 31 - 1

export const PLACE_NUMBERS = 3
export const CONTRIBUTOR_BYTES = 40

const MOST_SUBMISSION = 2n ** 63n - 1n
const SPACE = 0x20

/** How many high bits of a hash name its bucket: four to eight windows have one. */
export function bucketBitsOf(windows: number): number {
  return Math.max(1, Math.ceil(Math.log2(Math.max(windows, 1) / 8)))
}

/** @throws WindowWordsError */
export function checkWindowWords(windowWords: number): void {
  if (!WINDOW_WORDS.some((allowed) => allowed === windowWords)) throw new WindowWordsError(windowWords)
}

/**
 * Sets contributions one after the other in prior-art order.
 * @throws WindowWordsError, PlaceTakenError, SubmissionIdRangeError, LeafIndexRangeError, ContributorError, SegmentTooLargeError
 */
export function packContributions(
  contributions: readonly IndexedContribution[],
  options: { windowWords: number; key: HashKey },
  allocate: Allocate,
): Contents & { texts: Uint8Array } {
  const { copyTexts, ...packed } = planContributions(contributions, options, allocate)
  copyTexts(0, packed.count)
  return packed
}

/** As `packContributions`, but for the texts: `copyTexts` sets those of the ordinals [from, to) in their place. */
export function planContributions(
  contributions: readonly IndexedContribution[],
  { windowWords, key }: { windowWords: number; key: HashKey },
  allocate: Allocate,
): Contents & { texts: Uint8Array; copyTexts(from: number, to: number): void } {
  checkWindowWords(windowWords)
  for (const contribution of contributions) checkContribution(contribution)
  const sorted = isSorted(contributions) ? contributions : [...contributions].sort(comparePlaced)
  const size = contributions.reduce((sum, { text }) => sum + text.length + 1, 0)
  if (size > MOST_TEXT_BYTES) throw new SegmentTooLargeError(size, MOST_TEXT_BYTES)
  const count = sorted.length
  const texts = allocate.bytes(size)
  const places = new Uint32Array(PLACE_NUMBERS * count)
  const contributors = new Uint8Array(CONTRIBUTOR_BYTES * count)
  const starts = allocate.numbers(count + 1)
  let at = 0
  for (let i = 0; i < count; i++) {
    const contribution = sorted[i]!
    const { submissionId, leafIndex, contributor, text } = contribution
    if (i > 0 && comparePlaced(sorted[i - 1]!, contribution) === 0) throw new PlaceTakenError(contribution)
    places[PLACE_NUMBERS * i] = Number(submissionId >> 32n)
    places[PLACE_NUMBERS * i + 1] = Number(submissionId & 0xffffffffn)
    places[PLACE_NUMBERS * i + 2] = leafIndex
    for (let k = 0; k < CONTRIBUTOR_BYTES; k++) {
      contributors[CONTRIBUTOR_BYTES * i + k] = contributor.charCodeAt(k + 2)
    }
    starts[i] = at
    at += text.length + 1
  }
  starts[count] = at
  const copyTexts = (from: number, to: number): void => {
    for (let i = from; i < to; i++) {
      texts.set(sorted[i]!.text, starts[i]!)
      texts[starts[i + 1]! - 1] = SPACE
    }
  }
  const located = locatorOf(starts, count, allocate)
  return { windowWords, key, count, places, contributors, starts, ...located, texts, copyTexts }
}

export function placeOf({ places }: Contents, ordinal: number): Place {
  const at = PLACE_NUMBERS * ordinal
  return { submissionId: (BigInt(places[at]!) << 32n) | BigInt(places[at + 1]!), leafIndex: places[at + 2]! }
}

export function contributorOf({ contributors }: Contents, ordinal: number): Address {
  const { buffer, byteOffset } = contributors
  const own = Buffer.from(buffer, byteOffset + CONTRIBUTOR_BYTES * ordinal, CONTRIBUTOR_BYTES)
  return `0x${own.toString('latin1')}`
}

/** Below 0 when the contribution of `a` comes first in prior art, above 0 when that of `b` does, 0 for one place. */
export function compareOrdinals(a: Contents, i: number, b: Contents, j: number): number {
  if (a.places === b.places) return i - j
  for (let k = 0; k < PLACE_NUMBERS; k++) {
    const difference = a.places[PLACE_NUMBERS * i + k]! - b.places[PLACE_NUMBERS * j + k]!
    if (difference !== 0) return difference
  }
  return 0
}

/** The ordinal of the contribution at a place; `undefined` when the segment has none there. */
export function ordinalOf(contents: Contents, { submissionId, leafIndex }: Place): number | undefined {
  if (submissionId < 0n || submissionId > MOST_SUBMISSION) return undefined
  const place = Uint32Array.of(Number(submissionId >> 32n), Number(submissionId & 0xffffffffn), leafIndex)
  const sought = { ...contents, places: place }
  let [low, high] = [0, contents.count]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (compareOrdinals(contents, middle, sought, 0) < 0) low = middle + 1
    else high = middle
  }
  return low < contents.count && compareOrdinals(contents, low, sought, 0) === 0 ? low : undefined
}

function checkContribution(contribution: IndexedContribution): void {
  const { submissionId, leafIndex, contributor } = contribution
  if (submissionId < 0n || submissionId > MOST_SUBMISSION) throw new SubmissionIdRangeError(submissionId)
  if (!Number.isInteger(leafIndex) || leafIndex < 0 || leafIndex >= 2 ** 32) throw new LeafIndexRangeError(contribution)
  if (!/^0x[0-9a-fA-F]{40}$/.test(contributor)) throw new ContributorError(contribution, contributor)
}

function isSorted(contributions: readonly IndexedContribution[]): boolean {
  return contributions.every((each, i) => i === 0 || comparePlaced(contributions[i - 1]!, each) < 0)
}

function comparePlaced(a: Place, b: Place): number {
  return a.submissionId < b.submissionId ? -1 : a.submissionId > b.submissionId ? 1 : a.leafIndex - b.leafIndex
}
