import { canonicalise } from '@openledger/sdk/text'
import { stemmer } from 'stemmer'

/** Words that nearly every text has: they say nothing about what a question is after. */
const COMMON = new Set(
  `a about after again all also am an and any are as at be because been before being both but by can cannot could did do
  does doing don down during each else few for from further get give had has have having he her here how i if in into is
  it its itself just like m may me might more most must my need no nor not of off on once only or other our out over own
  please s same she should so some such t tell than that the their them then there these they this those through to too
  under until up use used using very want was way we were what when where whether which while who why will with would you
  your`.split(/\s+/),
)

/** Number of words of a text, by spaces or by `canon/v1`, whichever counts more: the limit then holds for both. */
export function countWords(text: string): number {
  return Math.max(text.split(/\s+/).filter((word) => word !== '').length, wordsOf(text).length)
}

/** The canonical words of a text. */
export function wordsOf(text: string): string[] {
  const canonical = canonicalise(text)
  return canonical === '' ? [] : canonical.split(' ')
}

/**
 * The terms under which a text is indexed, in its order: stems of its canonical words without the most common ones, and
 * besides a compound identifier the words it is made of (`maxBodyLength`: `maxbodylength`, `max`, `bodi`, `length`).
 * Addresses of links and tags of HTML are not read.
 */
export function termsOf(text: string): string[] {
  const readable = text.replace(/\bhttps?:\/\/[^\s)\]>"']+/g, ' ').replace(/<\/?[a-z][^<>]*>|\]\([^()\s]*\)/gi, ' ')
  const parts = readable.replace(/[\p{L}\p{N}]+/gu, (word) => {
    const humps = word.replace(/(\p{Ll}|\p{N})(?=\p{Lu})/gu, '$1 ')
    return humps === word ? word : `${word} ${humps}`
  })
  return wordsOf(parts)
    .filter((word) => !COMMON.has(word))
    .map(stemmer)
}
