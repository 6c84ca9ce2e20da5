import { bytesOf, canonicalise, MOST_WORD_BYTES } from './canonical.ts'
import { APART, FORM_FLAGS, formOf, LONELY, SEPARATES } from './forms.ts'

/**
 * Canonical text of raw UTF-8, as bytes: `canonicalise` of what `TextDecoder` makes of them, invalid bytes and all.
 *
 * Bytes are taken one code point at a time as long as each has a form of its own, whatever stands around it: all of ASCII,
 * and most of what has no marks. The first that has none (a mark, a sigma, a ligature, an invalid byte) sends the stretch
 * around it, from one ASCII space or control to the next, through `canonicalise`. No step of the rule reaches across
 * those: none of them composes with a mark or is one, each has itself as its normal form and its lower case, none is
 * case-ignorable or cased, so that the search for a sigma's neighbours ends there, each ends a word, and UTF-8 decodes
 * afresh at each byte of ASCII.
 */
export function canonicaliseBytes(utf8: Uint8Array): Uint8Array {
  const end = utf8.length
  let out = roomFor(end)
  let written = 0
  /** Bytes of the word that is being written; 0 between words. */
  let word = 0
  /** Where the stretch begins, in the input and in what is written. */
  let from = 0
  let writtenFrom = 0
  /** Where the last stretch that went through `canonicalise` ended, and how far it went beyond its word. */
  let stretched = 0
  let reach = 0
  for (let at = 0; at < end; ) {
    const byte = utf8[at]!
    if (byte < 0x80) {
      at++
      const lower = asciiForms[byte]!
      if (lower === 0) {
        word = 0
        if (byte <= SPACE) {
          from = at
          writtenFrom = written
        }
        continue
      }
      if (word === 0 || word === MOST_WORD_BYTES) {
        word = 0
        if (written > 0) out[written++] = SPACE
      }
      out[written++] = lower
      word++
      continue
    }
    const point = pointAt(utf8, at)
    const form = point < 0 ? APART : formOf(point)
    if (form === APART) {
      // Where one word has marks its neighbours may, and the call costs more than a few words: it is given more each time.
      reach = from - stretched > 1 ? 0 : Math.min(2 * reach + FEW_BYTES, MANY_BYTES)
      const stretch = endOfStretch(utf8, at, reach)
      stretched = stretch
      const canonical = canonicalise(decoder.decode(utf8.subarray(from, stretch)))
      out = withRoom(out, writtenFrom, 1 + 3 * canonical.length + mostOfAscii(end - stretch))
      written = writtenFrom
      if (canonical !== '') {
        if (written > 0) out[written++] = SPACE
        written += encoder.encodeInto(canonical, out.subarray(written)).written
      }
      // What stands there ends the word.
      at = stretch
      continue
    }
    at += bytesOf(point)
    if (form === SEPARATES) {
      word = 0
      continue
    }
    const formPoint = form >>> FORM_FLAGS
    const size = bytesOf(formPoint)
    out = withRoom(out, written, 1 + size + mostOfAscii(end - at))
    if (word === 0 || word + size > MOST_WORD_BYTES || form & LONELY) {
      word = 0
      if (written > 0) out[written++] = SPACE
    }
    written = writePoint(out, written, formPoint, size)
    word = form & LONELY ? 0 : word + size
  }
  return out.slice(0, written)
}

const SPACE = 0x20

/** Lower case of the letters and digits of ASCII; 0 for all that separates. */
const asciiForms = Uint8Array.from({ length: 0x80 }, (_, byte) =>
  /[a-z0-9]/i.test(String.fromCharCode(byte)) ? String.fromCharCode(byte).toLowerCase().charCodeAt(0) : 0,
)

/** The code point that begins at a byte beyond ASCII; below 0 where UTF-8 has none. */
function pointAt(utf8: Uint8Array, at: number): number {
  const first = utf8[at]!
  const second = continuation(utf8, at + 1)
  if (first < 0xc2 || first > 0xf4 || second < 0) return -1
  if (first < 0xe0) return ((first & 0x1f) << 6) | second
  const third = continuation(utf8, at + 2)
  if (third < 0) return -1
  if (first < 0xf0) {
    const point = ((first & 0x0f) << 12) | (second << 6) | third
    return point < 0x800 || (point >= 0xd800 && point < 0xe000) ? -1 : point
  }
  const fourth = continuation(utf8, at + 3)
  const point = ((first & 0x07) << 18) | (second << 12) | (third << 6) | fourth
  return fourth < 0 || point < 0x10000 || point > 0x10ffff ? -1 : point
}

function continuation(utf8: Uint8Array, at: number): number {
  const byte = at < utf8.length ? utf8[at]! : 0
  return (byte & 0xc0) === 0x80 ? byte & 0x3f : -1
}

function writePoint(out: Uint8Array, at: number, point: number, size: number): number {
  if (size === 1) {
    out[at] = point
  } else if (size === 2) {
    out[at] = 0xc0 | (point >>> 6)
    out[at + 1] = 0x80 | (point & 0x3f)
  } else if (size === 3) {
    out[at] = 0xe0 | (point >>> 12)
    out[at + 1] = 0x80 | ((point >>> 6) & 0x3f)
    out[at + 2] = 0x80 | (point & 0x3f)
  } else {
    out[at] = 0xf0 | (point >>> 18)
    out[at + 1] = 0x80 | ((point >>> 12) & 0x3f)
    out[at + 2] = 0x80 | ((point >>> 6) & 0x3f)
    out[at + 3] = 0x80 | (point & 0x3f)
  }
  return at + size
}

/** The next ASCII space or control, or the end; but words beyond ASCII that follow are taken with it as far as `reach`. */
function endOfStretch(utf8: Uint8Array, at: number, reach: number): number {
  let end = at
  while (end < utf8.length && (utf8[end]! > SPACE || (end < at + reach && utf8[end + 1]! >= 0x80))) end++
  return end
}

const FEW_BYTES = 64
const MANY_BYTES = 8_192

/** Most bytes that so many bytes of ASCII come to: themselves, and a space before each word that was cut. */
function mostOfAscii(bytes: number): number {
  return bytes + Math.ceil(bytes / MOST_WORD_BYTES) + 1
}

/** `out`, or a larger copy of the `written` bytes of it, with room for `more`. */
function withRoom(out: Uint8Array, written: number, more: number): Uint8Array {
  if (written + more <= out.length) return out
  const larger = roomFor(Math.max(written + more, 2 * out.length))
  larger.set(out.subarray(0, written))
  return larger
}

/** Room for ASCII of so many bytes. What small texts need is kept for the next one. */
function roomFor(bytes: number): Uint8Array {
  const most = mostOfAscii(bytes)
  if (most <= kept.length) return kept
  const room = new Uint8Array(most)
  if (most <= MOST_KEPT) kept = room
  return room
}

const MOST_KEPT = 1 << 20
let kept = new Uint8Array(1 << 12)

const encoder = new TextEncoder()
/** This leaves a mark of byte order in place, which separates anyway. */
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
