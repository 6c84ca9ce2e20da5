import { noted } from './input.ts'

/** Numbers that look random and follow from a seed: 32 bits each (splitmix32). */
export type Random = () => number

export function createRandom(seed: number): Random {
  let state = seed | 0
  return () => {
    state = (state + 0x9e3779b9) | 0
    let z = state
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad)
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
    return (z ^ (z >>> 15)) >>> 0
  }
}

/** Draws words as texts do: the word of rank r once for every r times that of the first (Zipf). */
export type Words = () => string

/** Letters and how words of a text in them look. */
const alphabets = {
  ascii: 'eeeetttaaaooiinnsshhrrddllucmwfgypbvk',
  accented: 'eeettaaooiinnssrrddlluucmpéèàüöñçß',
  cyrillic: 'оооеееаааииннттссррввллккммддппуяыьгзбчйхжшюцщэф',
  devanagari: [
    'क',
    'का',
    'ग',
    'जा',
    'त',
    'ति',
    'द',
    'न',
    'ना',
    'प',
    'पू',
    'ब',
    'म',
    'मे',
    'य',
    'र',
    'री',
    'ल',
    'व',
    'स',
    'सी',
    'ह',
  ],
  han: [...Array(400).keys()].map((i) => String.fromCodePoint(0x4e00 + 7 * i)),
}

/** What a text is written in. */
export type Alphabet = keyof typeof alphabets

/** @param count words that there are at all */
export function createWords(random: Random, alphabet: Alphabet = 'ascii', count = 50_000): Words {
  const letters = [...alphabets[alphabet]]
  const most = alphabet === 'han' || alphabet === 'devanagari' ? 3 : 9
  const letter = () => letters[random() % letters.length]!
  const vocabulary = Array.from({ length: count }, (_, rank) => {
    // Frequent words are short.
    const length = 1 + (random() % Math.min(most, 2 + Math.ceil(Math.log2(rank + 2))))
    return Array.from({ length }, letter).join('')
  })
  const total = Math.log(count + 1)
  return () => vocabulary[Math.floor(Math.exp((random() / 2 ** 32) * total)) - 1]!
}

/** A raw text of so many words: sentences with capitals, commas, numbers, quotation and paragraphs. */
export function rawText(random: Random, words: Words, count: number): string {
  const parts: string[] = []
  let left = 0
  for (let i = 0; i < count; i++) {
    const word = random() % 50 === 0 ? String(random() % 2_100) : words()
    const isFirst = left === 0
    if (isFirst) left = 4 + (random() % 20)
    left--
    const shown = isFirst ? word.charAt(0).toUpperCase() + word.slice(1) : random() % 60 === 0 ? `"${word}"` : word
    const end = left === 0 ? (random() % 6 === 0 ? '.\n\n' : '. ') : random() % 12 === 0 ? ', ' : ' '
    parts.push(shown, end)
  }
  return noted(parts.join(''))
}
