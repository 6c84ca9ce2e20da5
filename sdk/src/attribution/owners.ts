import type { Corpus, Occurrence } from './corpus.ts'
import { comparePlaces } from './encoding.ts'

/** A word of a text: its bytes [start, end). */
export type Word = { start: number; end: number }

/** A window over a word, and the earliest source in which it stands. */
export type Ownership = Occurrence & {
  /** The window in the output. */
  window: Word
}

const SPACE = 0x20

/** The words of a text: maximal runs without spaces. */
export function wordsOf(text: Uint8Array): Word[] {
  const words: Word[] = []
  for (let start = 0; start < text.length; start++) {
    if (text[start] === SPACE) continue
    const space = text.indexOf(SPACE, start)
    const end = space === -1 ? text.length : space
    words.push({ start, end })
    start = end
  }
  return words
}

/** Word by word the earliest source of a window over it, revoked or not; `undefined` where no window has one. */
export function ownersOf(
  output: Uint8Array,
  words: readonly Word[],
  corpus: Pick<Corpus, 'windowWords' | 'earliest'>,
): (Ownership | undefined)[] {
  const { windowWords } = corpus
  const owners: (Ownership | undefined)[] = words.map(() => undefined)
  for (let first = 0; first + windowWords <= words.length; first++) {
    const window = { start: words[first]!.start, end: words[first + windowWords - 1]!.end }
    if (!isSingleSpaced(words.slice(first, first + windowWords))) continue
    const occurrence = corpus.earliest(output.subarray(window.start, window.end))
    if (!occurrence) continue
    for (let i = first; i < first + windowWords; i++) {
      const owner = owners[i]
      if (!owner || comparePlaces(occurrence, owner) < 0) owners[i] = { ...occurrence, window }
    }
  }
  return owners
}

/** Canonical texts always are; a dishonest operator's output need not be, and the chain knows no other windows. */
export function isSingleSpaced(words: readonly Word[]): boolean {
  return words.every(({ start }, i) => i === 0 || start === words[i - 1]!.end + 1)
}
