import { bytesOf, MOST_WORD_BYTES, normalise, splitWords, unitsOf } from './canonical.ts'
import { canonicaliseBytes } from './canonicalBytes.ts'
import { APART, FORM_FLAGS, formOf, LONELY, mayJoin, SEPARATES } from './forms.ts'

/** A stretch of a string in UTF-16 code units, as in `text.slice(start, end)`. */
export type Span = { start: number; end: number }

/**
 * Canonical text and, for each of its words in turn, the stretch of `text` that it comes from, so that a passage can be
 * shown in its own words. Where a character makes several words, each has the whole character's stretch.
 */
export function canonicaliseWithMap(text: string): { canonical: string; words: Span[] } {
  const canonical = canonicaliseBytes(new TextEncoder().encode(text))
  return { canonical: new TextDecoder().decode(canonical), words: wordsIn(text) }
}

/** Goes from one ASCII space or control to the next as `canonicaliseBytes` does, for the same reasons. */
function wordsIn(text: string): Span[] {
  const words: Span[] = []
  let start = 0
  let bytes = 0
  /** Where the stretch begins, and how many words came before it. */
  let from = 0
  let before = 0
  for (let at = 0, next = 0; at < text.length; at = next) {
    const point = text.codePointAt(at)!
    next = at + unitsOf(point)
    const form = formOf(point)
    if (form === APART) {
      next = endOfStretch(text, at)
      words.length = before
      for (const word of wordsByCluster(text.slice(from, next))) {
        words.push({ start: from + word.start, end: from + word.end })
      }
      bytes = 0
      continue
    }
    const size = form === SEPARATES ? 0 : bytesOf(form >>> FORM_FLAGS)
    const isApart = form === SEPARATES || (form & LONELY) !== 0
    if (bytes > 0 && (isApart || bytes + size > MOST_WORD_BYTES)) {
      words.push({ start, end: at })
      bytes = 0
    }
    if (form === SEPARATES) {
      if (point > SPACE) continue
      from = next
      before = words.length
    } else if (isApart) {
      words.push({ start: at, end: next })
    } else {
      if (bytes === 0) start = at
      bytes += size
    }
  }
  if (bytes > 0) words.push({ start, end: text.length })
  return words
}

const SPACE = 0x20

function endOfStretch(text: string, at: number): number {
  let end = at
  while (end < text.length && text.charCodeAt(end) > SPACE) end++
  return end
}

function wordsByCluster(text: string): Span[] {
  const { normal, starts, ends } = normaliseByCluster(text)
  return splitWords(normal).map(({ start, end }) => ({ start: starts[start]!, end: ends[end - 1]! }))
}

/**
 * Normalises cluster by cluster, which differs from `normalise` in nothing but sigmas of the same length, and says of
 * each code unit of the result from where to where its cluster stands in `text`.
 */
function normaliseByCluster(text: string): { normal: string; starts: number[]; ends: number[] } {
  const parts: string[] = []
  const starts: number[] = []
  const ends: number[] = []
  for (const { start, end } of clustersOf(text)) {
    const part = normalise(text.slice(start, end))
    parts.push(part)
    for (let i = 0; i < part.length; i++) {
      starts.push(start)
      ends.push(end)
    }
  }
  return { normal: parts.join(''), starts, ends }
}

/** Stretches of `text` across whose bounds normalisation neither joins nor reorders anything. */
function clustersOf(text: string): Span[] {
  const clusters: Span[] = []
  for (let at = 0, next = 0; at < text.length; at = next) {
    const point = text.codePointAt(at)!
    next = at + unitsOf(point)
    const last = clusters.at(-1)
    if (last && mayJoin(point)) last.end = next
    else clusters.push({ start: at, end: next })
  }
  return clusters
}
