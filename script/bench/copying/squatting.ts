import { attributeSync, buildSegment, createHashKey, inMemory } from '../../../sdk/src/engine/index.ts'
import { attacker, author, everything } from './world.ts'

/** A real text in canonical bytes, and by whom it is. */
export type RealText = { group: string; text: Uint8Array }

/** What is counted of a credit by a rule that takes away credits on little: all that the chain would look at. */
type Seen = {
  /** Words credited. */
  words: number
  /** Words and bytes of the longest support around them. */
  matchWords: number
  matchBytes: number
  /** Words that the same contribution has in the whole answer. */
  inAnswer: number
}

/** A rule that was tried: credits that it does not count are nobody's. */
type Tried = { name: string; counts: (seen: Seen) => boolean }

const tried: Tried[] = [
  { name: 'window/v1 as it is', counts: () => true },
  { name: 'a support of 16 words at least', counts: ({ matchWords }) => matchWords >= 16 },
  { name: 'a support of 24 words at least', counts: ({ matchWords }) => matchWords >= 24 },
  { name: 'a support of 64 bytes at least', counts: ({ matchBytes }) => matchBytes >= 64 },
  { name: 'a support of 128 bytes at least', counts: ({ matchBytes }) => matchBytes >= 128 },
  { name: '16 words credited in a row at least', counts: ({ words }) => words >= 16 },
  { name: '24 words of one contribution in an answer at least', counts: ({ inAnswer }) => inAnswer >= 24 },
]

/** Shares of the words of all answers. */
export type Earned = { squatter: number; others: number }

/** What the most frequent phrases of so many words each earn, submitted before all else. */
export type Squat = {
  windowWords: number
  phraseWords: number
  phrases: number
  /** Words that were submitted. */
  words: number
  earned: Earned
}

export type Squatting = {
  /** Groups are pages or packages: half of them are known to the squatter, of the others the texts are quoted. */
  known: number
  quoted: number
  quotedWords: number
  /** By window size and number of phrases, each as long as a window. */
  bySize: Squat[]
  /** By rule: the share without squatter, and what the best length of phrases earns under it. */
  byRule: { name: string; without: number; best: Squat }[]
}

const SPACE = 0x20
const latin1 = new TextDecoder('latin1')
const K = 8

/** Which half of a corpus a group is in: nothing that anybody chose. */
function isKnown(group: string): boolean {
  let hash = 0
  for (let i = 0; i < group.length; i++) hash = Math.imul(hash ^ group.charCodeAt(i), 0x01000193)
  return ((hash ^ (hash >>> 15)) & 1) === 0
}

/** Of a corpus every second, third or further group, so that about so many words are left at most. */
export function thinned(texts: readonly RealText[], mostWords: number): RealText[] {
  const words = texts.reduce((sum, { text }) => sum + countWords(text), 0)
  const every = Math.ceil(words / mostWords)
  const groups = new Map<string, number>()
  for (const { group } of texts) if (!groups.has(group)) groups.set(group, groups.size)
  return texts.filter(({ group }) => groups.get(group)! % every === 0)
}

/** @param counts numbers of phrases that a squatter submits */
export async function squattingIn(
  texts: readonly RealText[],
  { counts, sizes, rulesAt }: { counts: readonly number[]; sizes: readonly number[]; rulesAt: number },
): Promise<Squatting> {
  const known = texts.filter(({ group }) => isKnown(group))
  const quoted = texts.filter(({ group }) => !isKnown(group))
  const most = Math.max(...counts, rulesAt)
  const phrases = new Map<number, string[]>()
  const phrasesOf = (words: number, count: number) => {
    if (!phrases.has(words)) phrases.set(words, commonPhrases(known, words, most))
    return phrases.get(words)!.slice(0, count)
  }

  const bySize: Squat[] = []
  for (const windowWords of sizes) {
    for (const count of counts) {
      const submitted = phrasesOf(windowWords, count)
      const [earned] = await earnedBy(submitted, quoted, windowWords, [tried[0]!])
      bySize.push(squatOf(submitted, windowWords, windowWords, earned!))
    }
  }

  const without = await earnedBy([], quoted, K, tried)
  const lengths = [K, 12, 16, 24]
  const squats: Squat[][] = []
  for (const length of lengths) {
    const submitted = phrasesOf(length, rulesAt)
    const earned = await earnedBy(submitted, quoted, K, tried)
    squats.push(earned.map((each) => squatOf(submitted, K, length, each)))
  }
  const byRule = tried.map(({ name }, i) => {
    const best = squats.map((squat) => squat[i]!).reduce((a, b) => (b.earned.squatter > a.earned.squatter ? b : a))
    return { name, without: without[i]!.others, best }
  })
  const quotedWords = quoted.reduce((sum, { text }) => sum + countWords(text), 0)
  return { known: known.length, quoted: quoted.length, quotedWords, bySize, byRule }
}

function squatOf(phrases: readonly string[], windowWords: number, phraseWords: number, earned: Earned): Squat {
  return { windowWords, phraseWords, phrases: phrases.length, words: phrases.length * phraseWords, earned }
}

/** The phrases of so many words that most groups have; of equally common ones the first in order. */
function commonPhrases(texts: readonly RealText[], words: number, most: number): string[] {
  const seen = new Map<string, { groups: number; last: string }>()
  for (const { group, text } of texts) {
    const all = latin1.decode(text).split(' ')
    for (let i = 0; i + words <= all.length; i++) {
      const phrase = all.slice(i, i + words).join(' ')
      const one = seen.get(phrase)
      if (!one) seen.set(phrase, { groups: 1, last: group })
      else if (one.last !== group) {
        one.groups++
        one.last = group
      }
    }
  }
  return [...seen]
    .filter(([, { groups }]) => groups > 1)
    .sort(([a, left], [b, right]) => right.groups - left.groups || (a < b ? -1 : 1))
    .slice(0, most)
    .map(([phrase]) => phrase)
}

/** What a squatter and the authors have of the words of all texts, each quoted once, under some rules. */
async function earnedBy(
  phrases: readonly string[],
  texts: readonly RealText[],
  windowWords: number,
  rules: readonly Tried[],
): Promise<Earned[]> {
  const squatted = phrases.map((phrase) => ({
    contributor: attacker(0),
    text: Uint8Array.from(Buffer.from(phrase, 'latin1')),
  }))
  const contributed = texts.map(({ text }, i) => ({ contributor: author(i), text }))
  const placed = [...squatted, ...contributed].map((one, i) => ({ ...one, submissionId: BigInt(i + 1), leafIndex: 0 }))
  const source = inMemory([await buildSegment(placed, { windowWords, key: createHashKey() })])
  const earned = rules.map(() => ({ squatter: 0, others: 0 }))
  let total = 0
  for (const { text } of texts) {
    total += countWords(text)
    const credits = attributeSync(source, text, everything)
    // The same account stands behind all phrases: they count as one contribution, which they could have been.
    const keyOf = (submissionId: bigint) => (submissionId <= phrases.length ? 0n : submissionId)
    const inAnswer = new Map<bigint, number>()
    const seen = credits.map(({ start, length, offset, matchStart, submissionId }) => {
      const [from, to] = [Number(start), Number(start + length)]
      const words = countWords(text.subarray(from, to))
      const key = keyOf(submissionId)
      inAnswer.set(key, (inAnswer.get(key) ?? 0) + words)
      return {
        key,
        words,
        ...longestSupport(text, from, to, placed[Number(submissionId) - 1]!.text, Number(offset - matchStart)),
      }
    })
    for (const each of seen) {
      rules.forEach(({ counts }, rule) => {
        if (!counts({ ...each, inAnswer: inAnswer.get(each.key)! })) return
        earned[rule]![each.key === 0n ? 'squatter' : 'others'] += each.words
      })
    }
  }
  return earned.map(({ squatter, others }) => ({ squatter: squatter / total, others: others / total }))
}

/** The words around a credit that stand in the source too, at the same alignment. */
function longestSupport(text: Uint8Array, start: number, end: number, source: Uint8Array, shift: number) {
  let [from, to] = [start, end]
  const at = (bytes: Uint8Array, i: number) => (i < 0 || i >= bytes.length ? SPACE : bytes[i]!)
  for (let i = start - 1; i >= -1 && i + shift >= -1; i--) {
    if (at(text, i) !== at(source, i + shift)) break
    if (at(text, i) === SPACE) from = i + 1
  }
  for (let i = end; i <= text.length && i + shift <= source.length; i++) {
    if (at(text, i) !== at(source, i + shift)) break
    if (at(text, i) === SPACE) to = i
  }
  return { matchWords: countWords(text.subarray(from, to)), matchBytes: to - from }
}

/** Words of a canonical text that has some. */
export function countWords(text: Uint8Array): number {
  let words = 1
  for (const byte of text) if (byte === SPACE) words++
  return words
}
