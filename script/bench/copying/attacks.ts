import { createWords, type Random, type Words } from '../engine/words.ts'
import { ADDED, attacker, author, CHANGED, type Text, type World } from './world.ts'

/** How many originals there are, and how long each is. */
export type Size = { texts: number; words: number }

/** Makes the texts of a world. */
export type Attack = (random: Random, size: Size) => World

const below = (random: Random, limit: number) => random() % limit
const chance = (random: Random, share: number) => random() / 2 ** 32 < share

/** Letters that no word of an original has, so that what is changed or added stands in none. */
function foreign(random: Random, length: number): string {
  return Array.from({ length }, () => 'jqxz'[below(random, 4)]).join('')
}

const wordsOf = (random: Random) => createWords(random, 'ascii', 5_000)

function originalsOf(random: Random, { texts, words }: Size, next: Words = wordsOf(random)): Text[] {
  return Array.from({ length: texts }, (_, text) => ({
    words: Array.from({ length: words }, next),
    // A number is left out between two texts, so that the last word of one does not lead to the next.
    origin: Array.from({ length: words }, (_, i) => text * (words + 1) + i),
    account: author(text),
  }))
}

/** Each original copied so many times, by a copier for each. */
function copying(count: number, copy: (original: Text, random: Random) => Omit<Text, 'account'>): Attack {
  return (random, size) => {
    const originals = originalsOf(random, size)
    const copies = Array.from({ length: count }, (_, i) =>
      originals.map((original) => ({ ...copy(original, random), account: attacker(i) })),
    ).flat()
    return { before: [], originals, copies }
  }
}

export const exact = (count: number) => copying(count, ({ words, origin }) => ({ words, origin }))

/** So many of each text's words are changed, wherever they are, to new ones of the same length. */
export const edited = (changed: number, count = 1) =>
  copying(count, (original, random) => edit(original, random, changed))

/** How many words of a text a share of them is. */
export const changedIn = (words: number, share: number) => Math.round(words * share)

function edit({ words, origin }: Text, random: Random, changed: number) {
  const isChanged = words.map(() => false)
  for (let left = changedIn(words.length, changed); left > 0; ) {
    const i = below(random, words.length)
    if (isChanged[i]) continue
    isChanged[i] = true
    left--
  }
  return {
    words: words.map((word, i) => (isChanged[i] ? foreign(random, word.length) : word)),
    origin: origin.map((number, i) => (isChanged[i] ? CHANGED : number)),
  }
}

/** Material of the copier's own, set before, after or into a copy: so many parts of the original's length in all. */
export const extended = (where: 'before' | 'after' | 'between', share: number, changed = 0) =>
  copying(1, (original, random) => {
    const copy = edit(original, random, changed)
    const length = copy.words.length
    const places = { before: [0], after: [length], between: [1, 2, 3].map((part) => Math.floor((part * length) / 4)) }[
      where
    ]
    const count = Math.ceil((length * share) / places.length)
    const extension: Omit<Text, 'account'> = { words: [], origin: [] }
    places.forEach((place, i) => {
      const from = places[i - 1] ?? 0
      const added = Array.from({ length: count }, () => foreign(random, 2 + below(random, 6)))
      extension.words.push(...copy.words.slice(from, place), ...added)
      extension.origin.push(...copy.origin.slice(from, place), ...added.map(() => ADDED))
    })
    extension.words.push(...copy.words.slice(places.at(-1)))
    extension.origin.push(...copy.origin.slice(places.at(-1)))
    return extension
  })

/** Each original cut into pieces of at least `least` words, each of which is submitted by another account. */
export function split(accounts: number, least: number): Attack {
  return (random, size) => {
    const originals = originalsOf(random, size)
    const copies = originals.flatMap((original, text) =>
      cut(original, random, accounts, least).map((piece, i) => ({ ...piece, account: attacker(text * accounts + i) })),
    )
    return { before: [], originals, copies }
  }
}

function cut({ words, origin }: Text, random: Random, pieces: number, least: number) {
  const spare = words.length - pieces * least
  const extra = Array.from({ length: pieces - 1 }, () => below(random, spare + 1)).sort((a, b) => a - b)
  const ends = [...extra.map((more, i) => more + (i + 1) * least), words.length]
  return ends.map((end, i) => ({
    words: words.slice(ends[i - 1] ?? 0, end),
    origin: origin.slice(ends[i - 1] ?? 0, end),
  }))
}

/** Pieces of so many words each, in another order. */
export const reordered = (pieceWords: number) =>
  copying(1, ({ words, origin }, random) => {
    const pieces = Array.from({ length: Math.floor(words.length / pieceWords) }, (_, i) => i * pieceWords)
    // Neighbours that stay neighbours would be a longer piece: those at even places come first, then the others.
    const shift = below(random, pieces.length)
    const rotated = [...pieces.slice(shift), ...pieces.slice(0, shift)]
    const order = [...rotated.filter((_, i) => i % 2 === 0), ...rotated.filter((_, i) => i % 2 === 1)]
    return {
      words: order.flatMap((at) => words.slice(at, at + pieceWords)),
      origin: order.flatMap((at) => origin.slice(at, at + pieceWords)),
    }
  })

/** So many originals one after the other in each copy. */
export function concatenated(count: number): Attack {
  return (random, size) => {
    const originals = originalsOf(random, size)
    const copies: Text[] = []
    for (let i = 0; i < originals.length; i += count) {
      const some = originals.slice(i, i + count)
      copies.push({
        words: some.flatMap(({ words }) => words),
        origin: some.flatMap(({ origin }) => origin),
        account: attacker(0),
      })
    }
    return { before: [], originals, copies }
  }
}

/** Phrases that many originals have, of which an attacker submitted the most frequent first. */
export function phrasesFirst(known: number): Attack {
  return (random, { texts, words }) => {
    const next = wordsOf(random)
    const phrases = Array.from({ length: 200 }, () => Array.from({ length: 12 }, next))
    const waiting: string[] = []
    const withPhrases = () => {
      if (waiting.length > 0) return waiting.shift()!
      // The phrase of rank r once for every r times that of the first, a tenth of all words in all.
      if (chance(random, 0.1 / 12))
        waiting.push(...phrases[Math.floor(Math.exp((random() / 2 ** 32) * Math.log(201))) - 1]!)
      return waiting.shift() ?? next()
    }
    const originals = originalsOf(random, { texts, words }, withPhrases)
    const before = phrases
      .slice(0, known)
      .map((phrase) => ({ words: phrase, origin: phrase.map(() => ADDED), account: attacker(0) }))
    return { before, originals, copies: [] }
  }
}

/**
 * Somebody's own texts, which another quotes: once as they are, and once cut into pieces under as many accounts.
 * @returns the same answers in both; an attacker's account holds all that is asked about
 */
export function ownSplit(random: Random, size: Size, accounts: number, least: number): [World, World] {
  const own = originalsOf(random, size).map((text) => ({ ...text, account: attacker(0) }))
  const asked = own.map((text) => ({ ...text, account: author(0) }))
  const pieces = own.flatMap((text, i) =>
    cut(text, random, accounts, least).map((piece, j) => ({ ...piece, account: attacker(i * accounts + j) })),
  )
  return [
    { before: own, originals: asked, copies: [] },
    { before: pieces, originals: asked, copies: [] },
  ]
}
