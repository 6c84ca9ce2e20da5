import type { Address } from 'viem'
import { OpenLedgerError } from '../errors/base.ts'
import type { Occurrence, Place } from './corpus.ts'
import { comparePlaces } from './encoding.ts'
import { wordsOf } from './owners.ts'

/** Numbers of words that a window may have. */
export const WINDOW_WORDS = [4, 6, 8, 12, 16, 24, 32] as const

/** A contribution in its place, with its bytes as committed. */
export type PlacedText = Place & { contributor: Address; text: Uint8Array }

/**
 * Where each window stands, in every contribution that has it: so one index serves every version and snapshot. It only
 * grows, in any order, and indexes over parts merge into the index over the whole.
 */
export type WindowIndex = {
  windowWords: number
  /** By `placeKey`. */
  contributions: Map<string, PlacedText>
  /** By a window's bytes, its first occurrence in each contribution, in prior-art order. */
  windows: Map<string, Indexed[]>
}

/** The first occurrence of a window in a contribution. */
export type Indexed = { contribution: PlacedText; offset: number }

/** How a contribution counts: it owns and earns, it owns and earns nothing, or it does neither. */
export type StandingOf = (place: Place) => 'Eligible' | 'Revoked' | 'None'

/** A number of window words that the protocol does not have. */
export class WindowWordsError extends OpenLedgerError {
  constructor(windowWords: number) {
    super(`A window cannot have ${windowWords} words: give one of ${WINDOW_WORDS.join(', ')}.`)
  }
}

/** A place in prior art that is taken. */
export class PlaceTakenError extends OpenLedgerError {
  constructor({ submissionId, leafIndex }: Place) {
    super(`The index already holds leaf ${leafIndex} of submission ${submissionId}: add each contribution once.`)
  }
}

/** Indexes over windows of different numbers of words. */
export class WindowWordsMismatchError extends OpenLedgerError {
  constructor(expected: number, actual: number) {
    super(
      `Windows of ${actual} and of ${expected} words do not mix: merge indexes that were created with the same number.`,
    )
  }
}

/** @throws WindowWordsError */
export function createWindowIndex(windowWords: number): WindowIndex {
  if (!WINDOW_WORDS.some((allowed) => allowed === windowWords)) throw new WindowWordsError(windowWords)
  return { windowWords, contributions: new Map(), windows: new Map() }
}

/**
 * Adds a contribution to `index`.
 * @throws PlaceTakenError, leaving the index as it was
 */
export function addContribution(index: WindowIndex, contribution: PlacedText): void {
  place(index, contribution)
  const words = wordsOf(contribution.text)
  const text = decode(contribution.text)
  const added = new Set<string>()
  for (let first = 0; first + index.windowWords <= words.length; first++) {
    const offset = words[first]!.start
    const window = text.slice(offset, words[first + index.windowWords - 1]!.end)
    if (added.has(window)) continue
    added.add(window)
    insert(index, window, { contribution, offset })
  }
}

/**
 * The index over everything that the given ones hold, which stay as they are.
 * @throws WindowWordsMismatchError
 * @throws PlaceTakenError when two hold the same contribution
 */
export function mergeIndexes(first: WindowIndex, ...others: readonly WindowIndex[]): WindowIndex {
  const merged = createWindowIndex(first.windowWords)
  for (const index of [first, ...others]) {
    if (index.windowWords !== merged.windowWords)
      throw new WindowWordsMismatchError(merged.windowWords, index.windowWords)
    for (const contribution of index.contributions.values()) place(merged, contribution)
    for (const [window, occurrences] of index.windows) {
      for (const occurrence of occurrences) insert(merged, window, occurrence)
    }
  }
  return merged
}

/** Where a window stands first among what is eligible or revoked. `window` is its words with the spaces between them. */
export function earliestOccurrence(
  index: WindowIndex,
  window: Uint8Array,
  standingOf: StandingOf,
): Occurrence | undefined {
  const found = index.windows.get(decode(window))?.find(({ contribution }) => standingOf(contribution) !== 'None')
  if (!found) return undefined
  const { submissionId, leafIndex } = found.contribution
  return { submissionId, leafIndex, offset: found.offset }
}

/** The contribution at a place, if the index holds it. */
export function contributionAt(index: WindowIndex, place: Place): PlacedText | undefined {
  return index.contributions.get(placeKey(place))
}

function place({ contributions }: WindowIndex, contribution: PlacedText): void {
  const key = placeKey(contribution)
  if (contributions.has(key)) throw new PlaceTakenError(contribution)
  contributions.set(key, contribution)
}

function insert({ windows }: WindowIndex, window: string, occurrence: Indexed): void {
  const occurrences = windows.get(window)
  if (!occurrences) {
    windows.set(window, [occurrence])
    return
  }
  let [low, high] = [0, occurrences.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (comparePlaces(occurrences[middle]!.contribution, occurrence.contribution) < 0) low = middle + 1
    else high = middle
  }
  occurrences.splice(low, 0, occurrence)
}

function placeKey({ submissionId, leafIndex }: Place): string {
  return `${submissionId}/${leafIndex}`
}

/** Bytes as a string of one character each: what is compared is bytes, whatever they encode. */
function decode(bytes: Uint8Array): string {
  return latin1.decode(bytes)
}

const latin1 = new TextDecoder('latin1')
