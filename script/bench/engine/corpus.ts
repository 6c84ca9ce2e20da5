// A corpus of canonical contributions and outputs that quote it, all from a seed.
import { numberToHex } from 'viem'
import type { IndexedContribution } from '../../../sdk/src/engine/index.ts'
import { noted } from './input.ts'
import type { Random, Words } from './words.ts'

/** Words of most contributions; one in a hundred is ten times as long. */
const WORDS = 100
const ACCOUNTS = 100_000

/** Contributions of so many words together, in prior-art order. */
export function corpusOf(random: Random, words: Words, count: number): IndexedContribution[] {
  const encoder = new TextEncoder()
  const contributions: IndexedContribution[] = []
  for (let left = count; left > 0; ) {
    const i = contributions.length
    const length = i % 100 === 50 ? 10 * WORDS : WORDS
    left -= length
    contributions.push({
      submissionId: BigInt(i >>> 8),
      leafIndex: i & 0xff,
      contributor: numberToHex(1 + (random() % ACCOUNTS), { size: 20 }),
      text: noted(encoder.encode(Array.from({ length }, words).join(' '))),
    })
  }
  return contributions
}

/** Words of a stretch that an output quotes. */
const QUOTED = 30

/** An output of so many words, half of whose windows stand in the corpus: stretches of it, and words of its own between. */
export function halfQuoting(
  random: Random,
  words: Words,
  corpus: readonly IndexedContribution[],
  { count, windowWords }: { count: number; windowWords: number },
): Uint8Array {
  // As many windows begin among the words between, and shortly before them, as in the words quoted.
  const between = Math.max(1, QUOTED - 2 * (windowWords - 1))
  const parts: string[] = []
  while (parts.length < count) {
    const quoted = wordsOf(corpus[random() % corpus.length]!)
    const from = random() % (quoted.length - QUOTED)
    parts.push(...quoted.slice(from, from + QUOTED), ...Array.from({ length: between }, words))
  }
  return noted(new TextEncoder().encode(parts.slice(0, count).join(' ')))
}

/** An output all of whose windows stand in the corpus: a contribution of a thousand words. */
export function quoting(random: Random, corpus: readonly IndexedContribution[]): Uint8Array {
  const long = Math.floor((corpus.length - 51) / 100) + 1
  return corpus[50 + 100 * (random() % long)]!.text
}

function wordsOf({ text }: IndexedContribution): string[] {
  return new TextDecoder().decode(text).split(' ')
}
