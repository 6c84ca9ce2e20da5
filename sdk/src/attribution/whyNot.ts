import type { Bundle, BundleInference } from './bundle.ts'
import type { Corpus, Place, Source } from './corpus.ts'
import { comparePlaces } from './encoding.ts'
import { isSingleSpaced, type Ownership, ownersOf, type Word, wordsOf } from './owners.ts'
import { type Passage, whyOutput } from './why.ts'

/** Why words of an answer, or all of a contribution there, earned nothing. */
export type Zero =
  /** The answer's version draws on no such contribution: another datanet's, accepted later, or not available. */
  | { reason: 'NotEligible' }
  /** Its contributor is the zero address. */
  | { reason: 'Nobody' }
  /** Its text, or the version's corpus, is not at hand: nothing can be said of it. */
  | { reason: 'Unknown' }
  /** No `windowWords` consecutive words of the answer stand in it; `mostWords` do at most. */
  | { reason: 'TooFewWords'; mostWords: number; windowWords: number }
  /** The words are its own, and it was revoked by the version's snapshot: they are nobody's. */
  | { reason: 'Revoked'; words: string }
  /** The words stand in it, and in a source that came before: to that they belong. */
  | { reason: 'EarlierSource'; words: string; owner: Place }
  /** The words are credited, and what they weigh is less than a wei. */
  | { reason: 'Rounding'; words: string }
  /** The words are its own, and the batch credits others or nobody: evidence voids it. */
  | { reason: 'WrongBatch'; words: string }

/** What a contribution earned by an answer, passage by passage, and why it earned nothing by the other words. */
export type ContributionShare = {
  inference: number
  passages: Passage[]
  /** Wei that its contributor got. */
  amount: bigint
  zeros: Zero[]
}

/** What is known of the versions that answered. */
export type WhySources = { corpusOf(version: number): Corpus | undefined }

/** What a contribution earned by each answer of a batch under `window/v1`, and the reason for each zero. */
export function whyContribution(place: Place, bundle: Bundle, { corpusOf }: WhySources): ContributionShare[] {
  return bundle.inferences.map((answer, inference) => {
    const passages = whyOutput(inference, bundle).filter(({ source }) => comparePlaces(source, place) === 0)
    const amountOf = ({ paid, source }: Passage) =>
      paid.reduce(
        (sum, { account, amount }) => (BigInt(account) === BigInt(source.contributor) ? sum + amount : sum),
        0n,
      )
    const amount = passages.reduce((sum, passage) => sum + amountOf(passage), 0n)
    const rounded = passages
      .filter((passage) => BigInt(passage.source.contributor) !== 0n && amountOf(passage) === 0n)
      .map(({ words }): Zero => ({ reason: 'Rounding', words }))
    const zeros = [...rounded, ...zerosOf(place, answer, corpusOf(answer.version))]
    return { inference, passages, amount, zeros }
  })
}

/** Why words of an answer are not credited to a contribution. */
function zerosOf(place: Place, answer: BundleInference, corpus: Corpus | undefined): Zero[] {
  if (!corpus) return [{ reason: 'Unknown' }]
  const source = corpus.sourceAt(place)
  if (source === undefined) return [{ reason: 'NotEligible' }]
  if (typeof source === 'string') return [{ reason: 'Unknown' }]
  if (source.standing === 'Nobody') return [{ reason: 'Nobody' }]
  const words = wordsOf(answer.output)
  const { windowWords } = corpus
  const shared = sharedWords(answer.output, words, source.text, windowWords)
  if (!shared.includes(true)) {
    const mostWords = longestShared(answer.output, words, source.text, windowWords)
    return [{ reason: 'TooFewWords', mostWords, windowWords }]
  }
  const owners = ownersOf(answer.output, words, corpus)
  const zeros = words.map((word, i) => (shared[i] ? zeroOf(word, owners[i], place, source, answer) : undefined))
  return together(zeros, words, answer.output)
}

type WordZero = { reason: 'Revoked' | 'WrongBatch' } | { reason: 'EarlierSource'; owner: Place }

/** Why a word that stands in a source earned it nothing, if it did not. */
function zeroOf(
  word: Word,
  owner: Ownership | undefined,
  place: Place,
  { standing }: Source,
  { credits }: BundleInference,
): WordZero | undefined {
  if (owner && comparePlaces(owner, place) < 0) {
    const { submissionId, leafIndex } = owner
    return { reason: 'EarlierSource', owner: { submissionId, leafIndex } }
  }
  if (standing === 'Revoked') return { reason: 'Revoked' }
  const at = BigInt(word.start)
  const credit = credits.find(({ start, length }) => start <= at && at < start + length)
  return credit && comparePlaces(credit, place) === 0 ? undefined : { reason: 'WrongBatch' }
}

/** Neighbouring words with the same reason, as one. */
function together(zeros: readonly (WordZero | undefined)[], words: readonly Word[], output: Uint8Array): Zero[] {
  const isSame = (a: WordZero, b: WordZero) =>
    a.reason === b.reason && ('owner' in a && 'owner' in b ? comparePlaces(a.owner, b.owner) === 0 : true)
  const joined: Zero[] = []
  for (let first = 0; first < zeros.length; first++) {
    const zero = zeros[first]
    if (!zero) continue
    let last = first
    while (zeros[last + 1] && isSame(zeros[last + 1]!, zero)) last++
    const text = new TextDecoder().decode(output.subarray(words[first]!.start, words[last]!.end))
    joined.push({ ...zero, words: text })
    first = last
  }
  return joined
}

/** Word by word of an output whether it lies in a window that stands in a text. */
function sharedWords(output: Uint8Array, words: readonly Word[], text: Uint8Array, windowWords: number): boolean[] {
  const shared = words.map(() => false)
  const windows = windowsOf(text, windowWords)
  for (let first = 0; first + windowWords <= words.length; first++) {
    const window = words.slice(first, first + windowWords)
    if (isSingleSpaced(window) && windows.has(textAt(output, window))) shared.fill(true, first, first + windowWords)
  }
  return shared
}

/** Most consecutive words of an output, fewer than a window's, that stand together in a text. */
function longestShared(output: Uint8Array, words: readonly Word[], text: Uint8Array, windowWords: number): number {
  for (let count = windowWords - 1; count > 0; count--) {
    if (sharedWords(output, words, text, count).includes(true)) return count
  }
  return 0
}

function windowsOf(text: Uint8Array, windowWords: number): Set<string> {
  const words = wordsOf(text)
  const windows = new Set<string>()
  for (let first = 0; first + windowWords <= words.length; first++) {
    const window = words.slice(first, first + windowWords)
    if (isSingleSpaced(window)) windows.add(textAt(text, window))
  }
  return windows
}

/** Bytes as a string of one character each: what is compared is bytes, whatever they encode. */
function textAt(text: Uint8Array, words: readonly Word[]): string {
  return latin1.decode(text.subarray(words[0]!.start, words.at(-1)!.end))
}

const latin1 = new TextDecoder('latin1')

/** Words of an answer that are credited to nobody, and why. */
export type Unowned = { words: string; reason: 'NoSource' | 'Revoked' | 'Unknown' | 'WrongBatch' }

/** Why words of an answer earned nobody anything: no source has them, or one that was revoked. */
export function whyNobody(inference: number, bundle: Bundle, { corpusOf }: WhySources): Unowned[] {
  const answer = bundle.inferences[inference]
  if (!answer) return []
  const { output, credits } = answer
  const words = wordsOf(output)
  const corpus = corpusOf(answer.version)
  const owners = corpus ? ownersOf(output, words, corpus) : []
  const reasons = words.map(({ start }, i): Unowned['reason'] | undefined => {
    const at = BigInt(start)
    const credit = credits.find((it) => it.start <= at && at < it.start + it.length)
    if (credit) return BigInt(credit.contributor) === 0n ? 'Revoked' : undefined
    if (!corpus) return 'Unknown'
    const owner = owners[i]
    if (!owner) return 'NoSource'
    const source = corpus.sourceAt(owner)
    if (typeof source !== 'object') return 'Unknown'
    return source.standing === 'Revoked' ? 'Revoked' : 'WrongBatch'
  })
  const unowned: Unowned[] = []
  for (let first = 0; first < words.length; first++) {
    const reason = reasons[first]
    if (!reason) continue
    let last = first
    while (reasons[last + 1] === reason) last++
    const text = new TextDecoder().decode(output.subarray(words[first]!.start, words[last]!.end))
    unowned.push({ words: text, reason })
    first = last
  }
  return unowned
}
