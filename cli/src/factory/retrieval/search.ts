import type { RetrievalArtifact } from './artifact.ts'
import { MOST_WORDS } from './passages.ts'
import { countWords, termsOf } from './terms.ts'

/** A passage found for a question. */
export type Found = { source: number; start: number; end: number; text: string; score: number }

/** Weighting of BM25 over two fields (Robertson's BM25F), and of what stands beside it. */
const K1 = 1.2
const BODY = { weight: 1, b: 0.6 }
const HEADINGS = { weight: 1.5, b: 0.4 }
/** How much a text as a whole speaks for its passages. */
const TEXT_WEIGHT = 0.5
/** What two terms of the question standing together are worth, as a share of their own weight. */
const PHRASE_WEIGHT = 0.5
/** Passages whose words are looked at for phrases. */
const CANDIDATES = 50
/** A passage is added to the answer when it scores at least this share of the best one. */
const WORTH_ADDING = 0.6

/** A loaded artifact, ready to be asked. */
export type Retrieval = {
  /** The best passages for a question, best first. None when no passage shares a term with it. */
  search(question: string, most: number): Found[]
}

/**
 * Loads an artifact.
 * @param originals The original text of each source of the artifact, in its order.
 */
export function loadRetrieval(artifact: RetrievalArtifact, originals: string[]): Retrieval {
  const { passages } = artifact
  const terms = new Map(artifact.terms)
  const average = (field: 3 | 4) =>
    passages.reduce((sum, passage) => sum + passage[field], 0) / Math.max(1, passages.length)
  const averages = { body: Math.max(1, average(3)), headings: Math.max(1, average(4)) }
  const sourceLengths = originals.map(() => 0)
  for (const [source, , , length] of passages) sourceLengths[source]! += length
  const averageSource = sourceLengths.reduce((sum, length) => sum + length, 0) / Math.max(1, sourceLengths.length)

  const textOf = ([source, start, end]: RetrievalArtifact['passages'][number]) => originals[source]!.slice(start, end)

  /** Adds a term's weight to every passage that has it, and to every text. */
  function weigh(term: string, scores: Map<number, number>, textScores: Map<number, number>): number {
    const postings = terms.get(term)
    if (!postings) return 0
    const documents = postings.length / 3
    const rarity = Math.log(1 + (passages.length - documents + 0.5) / (documents + 0.5))
    const inTexts = new Map<number, number>()
    let number = 0
    for (let at = 0; at < postings.length; at += 3) {
      number += postings[at]!
      const [source, , , bodyLength, headingsLength] = passages[number]!
      const frequency =
        (BODY.weight * postings[at + 1]!) / (1 - BODY.b + (BODY.b * bodyLength) / averages.body) +
        (HEADINGS.weight * postings[at + 2]!) / (1 - HEADINGS.b + (HEADINGS.b * headingsLength) / averages.headings)
      scores.set(number, (scores.get(number) ?? 0) + (rarity * frequency) / (K1 + frequency))
      inTexts.set(source, (inTexts.get(source) ?? 0) + postings[at + 1]!)
    }
    const textRarity = Math.log(1 + (originals.length - inTexts.size + 0.5) / (inTexts.size + 0.5))
    for (const [source, count] of inTexts) {
      const frequency = count / (0.5 + (0.5 * sourceLengths[source]!) / averageSource)
      textScores.set(source, (textScores.get(source) ?? 0) + (textRarity * frequency) / (K1 + frequency))
    }
    return rarity
  }

  function search(question: string, most: number): Found[] {
    const asked = [...new Set(termsOf(question))]
    const scores = new Map<number, number>()
    const textScores = new Map<number, number>()
    const rarities = new Map(asked.map((term) => [term, weigh(term, scores, textScores)]))
    const order = (a: { score: number; number: number }, b: { score: number; number: number }) =>
      b.score - a.score || a.number - b.number
    return [...scores]
      .map(([number, score]) => ({ number, score: score + TEXT_WEIGHT * textScores.get(passages[number]![0])! }))
      .sort(order)
      .slice(0, Math.max(CANDIDATES, most))
      .map(({ number, score }) => {
        const text = textOf(passages[number]!)
        return { number, text, score: score + PHRASE_WEIGHT * phraseScore(asked, rarities, termsOf(text)) }
      })
      .sort(order)
      .slice(0, most)
      .map(({ number, text, score }) => {
        const [source, start, end] = passages[number]!
        return { source, start, end, text, score }
      })
  }

  return { search }
}

/** Weight of the pairs of terms that follow one another in the question and, in that order, in the text. */
function phraseScore(asked: string[], rarities: Map<string, number>, terms: string[]): number {
  const pairs = new Set(terms.slice(1).map((term, at) => `${terms[at]} ${term}`))
  let score = 0
  for (let at = 1; at < asked.length; at++) {
    const [first, second] = [asked[at - 1]!, asked[at]!]
    if (pairs.has(`${first} ${second}`)) score += Math.min(rarities.get(first)!, rarities.get(second)!)
  }
  return score
}

/**
 * The extractive answer to a question: the best passage, and after it others that are nearly as good, in their own
 * words and at most `MOST_WORDS` words in all. Empty when no passage has anything to do with the question.
 */
export function answer(retrieval: Retrieval, question: string): Found[] {
  const [best, ...others] = retrieval.search(question, 8)
  if (!best) return []
  const chosen = [best]
  let words = countWords(best.text)
  for (const found of others) {
    const more = countWords(found.text)
    if (found.score < best.score * WORTH_ADDING || words + more > MOST_WORDS) continue
    chosen.push(found)
    words += more
  }
  return chosen
}
