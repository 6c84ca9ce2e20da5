import { has, lowerCaseOf, unicode } from './unicode.ts'

/** Most bytes of a word in UTF-8. */
export const MOST_WORD_BYTES = 64

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

/** Steps 1 and 2: unassigned code points away, NFKC, lower case, NFKC. */
export function normalise(text: string): string {
  return lower(withoutUnassigned(text).normalize('NFKC')).normalize('NFKC')
}

/** Steps 3 to 5: where the words stand in a normalised string. */
export function splitWords(text: string): { start: number; end: number }[] {
  const words: { start: number; end: number }[] = []
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

/** Bytes of a code point in UTF-8. */
export function bytesOf(point: number): number {
  return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4
}

/** Code units of a code point in UTF-16. */
export function unitsOf(point: number): number {
  return point > 0xffff ? 2 : 1
}

function isPair(text: string, at: number): boolean {
  return text.codePointAt(at)! > 0xffff
}
