import { has, lowerCaseOf, unicode } from './unicode.ts'

/** Most bytes of a word in UTF-8. */
export const MOST_WORD_BYTES = 64

/** A stretch of a string in UTF-16 code units, as in `text.slice(start, end)`. */
export type Span = { start: number; end: number }

const capitalSigma = 0x03a3
const finalSigma = 'ς'

/**
 * Canonical text, `canon/v1` of the protocol, as a string: words with one space between them; empty when the text has
 * no words. The same on every runtime, and its own canonical text.
 */
export function canonicalise(text: string): string {
  const normal = normalise(text)
  return splitWords(normal)
    .map(({ start, end }) => normal.slice(start, end))
    .join(' ')
}

/**
 * Canonical text and, for each of its words in turn, the stretch of `text` that it comes from, so that a passage can be
 * shown in its own words. Where a character makes several words, each has the whole character's stretch.
 */
export function canonicaliseWithMap(text: string): { canonical: string; words: Span[] } {
  const { normal, starts, ends } = normaliseByCluster(text)
  const words = splitWords(normal).map(({ start, end }) => ({ start: starts[start]!, end: ends[end - 1]! }))
  return { canonical: canonicalise(text), words }
}

/** Steps 1 and 2: unassigned code points away, NFKC, lower case, NFKC. */
function normalise(text: string): string {
  return lower(withoutUnassigned(text).normalize('NFKC')).normalize('NFKC')
}

/** Steps 3 to 5: where the words stand in a normalised string. */
function splitWords(text: string): Span[] {
  const words: Span[] = []
  let start = 0
  let bytes = 0
  const endWord = (end: number) => {
    if (bytes > 0) words.push({ start, end })
    bytes = 0
  }
  for (let at = 0, next = 0; at < text.length; at = next) {
    const point = text.codePointAt(at)!
    next = at + unitsOf(point)
    const size = bytesOf(point)
    const joins = has(point, unicode.word) && !has(point, unicode.lonely)
    if (!joins || bytes + size > MOST_WORD_BYTES) endWord(at)
    if (!has(point, unicode.word)) continue
    if (bytes === 0) start = at
    bytes += size
    if (!joins) endWord(next)
  }
  endWord(text.length)
  return words
}

/** Unassigned code points as spaces: what a newer runtime knows of them must not matter. */
function withoutUnassigned(text: string): string {
  return replacePoints(text, (point) => (has(point, unicode.unassigned) ? ' ' : undefined))
}

/** Unicode's default lower case, without locale. */
function lower(text: string): string {
  return replacePoints(text, (point, at) =>
    point === capitalSigma && isFinal(text, at) ? finalSigma : lowerCaseOf(point),
  )
}

/**
 * Unicode's condition `Final_Sigma`, read as every runtime does: past what is case-ignorable, there is a cased letter
 * before and none after.
 */
function isFinal(text: string, at: number): boolean {
  return isCasedFrom(text, at, -1) && !isCasedFrom(text, at, 1)
}

function isCasedFrom(text: string, at: number, step: 1 | -1): boolean {
  for (let i = at + step; i >= 0 && i < text.length; i += step) {
    // Backwards a pair is met at its second half: what it is shows at its first.
    if (step < 0 && i > 0 && isPair(text, i - 1)) i--
    const point = text.codePointAt(i)!
    if (!has(point, unicode.caseIgnorable)) return has(point, unicode.cased)
    if (step > 0) i += unitsOf(point) - 1
  }
  return false
}

/** `text` with each code point for which `replacement` is not `undefined` replaced. */
function replacePoints(text: string, replacement: (point: number, at: number) => string | undefined): string {
  const parts: string[] = []
  let kept = 0
  for (let at = 0, next = 0; at < text.length; at = next) {
    const point = text.codePointAt(at)!
    next = at + unitsOf(point)
    const replaced = replacement(point, at)
    if (replaced === undefined) continue
    parts.push(text.slice(kept, at), replaced)
    kept = next
  }
  parts.push(text.slice(kept))
  return parts.join('')
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
    const isAscii = end === start + 1 && text.charCodeAt(start) < 0x80
    const part = isAscii ? text.charAt(start).toLowerCase() : normalise(text.slice(start, end))
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

/** Whether a code point may normalise together with what stands before it: marks, and later parts of Hangul syllables. */
function mayJoin(point: number): boolean {
  return point >= 0x80 && !has(point, unicode.unassigned) && joining.test(String.fromCodePoint(point).normalize('NFKD'))
}

const joining = /^[\p{M}\u1160-\u11ff]/u

function bytesOf(point: number): number {
  return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4
}

function unitsOf(point: number): number {
  return point > 0xffff ? 2 : 1
}

function isPair(text: string, at: number): boolean {
  return text.codePointAt(at)! > 0xffff
}
