import type { Credit } from './encoding.ts'
import type { FalseCreditReasonName } from './evidence.ts'

/** Longest support, in bytes. */
export const MOST_SUPPORT_BYTES = 8_192n

/** Most bytes of output and source that a support ends after: no text has more, and nothing beyond can be shown. */
export const MOST_POSITION = 1n << 40n

/** Why a credit is false, and at which byte as `FalseCredit` counts it. */
export type Falsehood = { reason: FalseCreditReasonName; position: number }

const SPACE = 0x20

/** Whether the numbers of a credit alone show that it is no words within a support. */
export function isMisshapen({ start, length, matchStart, matchLength, offset }: Credit): boolean {
  const isWithin = length > 0n && start >= matchStart && start + length <= matchStart + matchLength
  const canBeShown = matchStart + matchLength <= MOST_POSITION && offset + matchLength <= MOST_POSITION
  return !isWithin || matchLength > MOST_SUPPORT_BYTES || !canBeShown
}

/** What the output alone shows of a credit within its support. */
export function falseInOutput(credit: Credit, output: Uint8Array, windowWords: number): Falsehood | undefined {
  if (credit.matchStart + credit.matchLength > BigInt(output.length)) return { reason: 'PastOutput', position: 0 }
  const [start, end] = [Number(credit.start), Number(credit.start + credit.length)]
  const [matchStart, matchEnd] = [Number(credit.matchStart), Number(credit.matchStart + credit.matchLength)]
  const position = brokenBoundary(output, start, end) ?? brokenBoundary(output, matchStart, matchEnd)
  if (position !== undefined) return { reason: 'OutputBoundary', position }
  if (countWords(output.subarray(matchStart, matchEnd)) < windowWords) return { reason: 'TooFewWords', position: 0 }
  return undefined
}

/** What the source shows of a credit whose support lies within the output. */
export function falseInSource(credit: Credit, output: Uint8Array, source: Uint8Array): Falsehood | undefined {
  if (credit.offset + credit.matchLength > BigInt(source.length)) return { reason: 'PastSource', position: 0 }
  const [matchStart, offset, length] = [Number(credit.matchStart), Number(credit.offset), Number(credit.matchLength)]
  const broken = brokenBoundary(source, offset, offset + length)
  if (broken !== undefined) return { reason: 'SourceBoundary', position: broken }
  for (let i = 0; i < length; i++) {
    if (output[matchStart + i] !== source[offset + i]) return { reason: 'DifferentByte', position: i }
  }
  return undefined
}

/**
 * Where the bytes [start, end) of a text, at least one, fail to begin at a word's first byte or to end at a word's last.
 * @returns the byte at which a word should begin, or before which it should have ended
 */
function brokenBoundary(text: Uint8Array, start: number, end: number): number | undefined {
  const begins = text[start] !== SPACE && (start === 0 || text[start - 1] === SPACE)
  if (!begins) return start
  const ends = text[end - 1] !== SPACE && (end === text.length || text[end] === SPACE)
  return ends ? undefined : end
}

function countWords(text: Uint8Array): number {
  return text.reduce((words, byte, i) => (byte !== SPACE && (i === 0 || text[i - 1] === SPACE) ? words + 1 : words), 0)
}
