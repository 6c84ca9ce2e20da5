import { proveText } from '../../text/index.ts'
import { has, unicode } from '../../text/unicode.ts'
import type { Evidence, NotCanonicalReasonName } from '../evidence.ts'
import type { Answer } from './opened.ts'

const SPACE = 0x20
const MOST_WORD_BYTES = 64

/** How an output fails to be canonical, as far as the chain can see. */
export function* findNotCanonical({ proof, output }: Answer): Generator<Evidence> {
  if (!output) return
  for (const { reason, position } of irregularities(output)) {
    const [before, after] = reason === 'LongWord' ? [0, MOST_WORD_BYTES + 1] : [3, 5]
    const text = proveText(output, Math.max(0, position - before), Math.min(output.length, position + after))
    yield { kind: 'NotCanonical', inference: proof, reason, position: BigInt(position), text }
  }
}

/**
 * Each place at which bytes are not canonical text: `NotCanonicalReason` of `ITextProofs`. A word that is too long, or bytes
 * of one broken code point, are named once.
 */
export function* irregularities(text: Uint8Array): Generator<{ reason: NotCanonicalReasonName; position: number }> {
  let wordStart = 0
  for (let position = 0, next = 0; position < text.length; position = next) {
    const byte = text[position]!
    const size = sizeOf(text, position)
    next = position + (size || 1)
    if (size === 0) {
      if (!isReached(text, position)) yield { reason: 'Encoding', position }
    } else if (byte < 0x80 && !isCanonicalAscii(byte)) yield { reason: 'Character', position }
    else if (byte === SPACE && (position === 0 || next === text.length || text[next] === SPACE)) {
      yield { reason: 'Spacing', position }
    } else if (size > 1 && has(pointAt(text, position, size), unicode.lonely)) {
      const isAlone = (text[position - 1] ?? SPACE) === SPACE && (text[next] ?? SPACE) === SPACE
      if (!isAlone) yield { reason: 'Script', position }
    }
    if (byte === SPACE) wordStart = next
    // Once for a word: where its 65th byte is reached.
    const isTooLong = next - wordStart > MOST_WORD_BYTES && position - wordStart <= MOST_WORD_BYTES
    if (isTooLong) yield { reason: 'LongWord', position: wordStart }
  }
}

function isCanonicalAscii(byte: number): boolean {
  return byte === SPACE || (byte >= 0x30 && byte <= 0x39) || (byte >= 0x61 && byte <= 0x7a)
}

/** Bytes of the well-formed code point (RFC 3629) that begins at a byte; 0 where none does. */
function sizeOf(text: Uint8Array, position: number): number {
  const [lead, second = 0] = [text[position]!, text[position + 1]]
  const size = sizeByLead(lead)
  for (let i = 1; i < size; i++) if (!isContinuation(text[position + i] ?? 0)) return 0
  // Overlong, a surrogate, overlong, above U+10FFFF.
  const isOutside =
    (lead === 0xe0 && second < 0xa0) ||
    (lead === 0xed && second >= 0xa0) ||
    (lead === 0xf0 && second < 0x90) ||
    (lead === 0xf4 && second >= 0x90)
  return isOutside ? 0 : size
}

/** Bytes of a code point that begins with a byte; 0 for bytes that begin none. */
function sizeByLead(lead: number): number {
  if (lead < 0x80) return 1
  if (lead < 0xc2) return 0
  if (lead < 0xe0) return 2
  if (lead < 0xf0) return 3
  return lead < 0xf5 ? 4 : 0
}

/** Whether a byte is a continuation that the leading byte before it still reaches: what is wrong shows at that one. */
function isReached(text: Uint8Array, position: number): boolean {
  if (!isContinuation(text[position]!)) return false
  for (let back = 1; back <= 3 && back <= position; back++) {
    const before = text[position - back]!
    if (!isContinuation(before)) return sizeByLead(before) > back
  }
  return false
}

function isContinuation(byte: number): boolean {
  return (byte & 0xc0) === 0x80
}

function pointAt(text: Uint8Array, position: number, size: number): number {
  let point = text[position]! & (0x7f >> size)
  for (let i = 1; i < size; i++) point = (point << 6) | (text[position + i]! & 0x3f)
  return point
}
