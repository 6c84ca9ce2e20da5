import { type Address, numberToHex } from 'viem'
import { type Credit, grossOf, settle } from '../../../sdk/src/attribution/index.ts'
import {
  attributeSync,
  buildSegment,
  createDuplicateFilter,
  createHashKey,
  type IndexedContribution,
  inMemory,
  type View,
} from '../../../sdk/src/engine/index.ts'

/** A text whose words are known by where they come from. */
export type Text = {
  words: string[]
  /**
   * For each word its number among those of all originals, where the one after it has the next number exactly if it comes
   * next in the same text; or what it is instead.
   */
  origin: number[]
  account: Address
}

/** A copied word with another put in its place: it counts as taken where its copier earns by it. */
export const CHANGED = -1
/** A word of the copier's own, beside what was copied: nothing is taken by it. */
export const ADDED = -2

/** Texts in the order in which they were submitted. */
export type World = {
  /** Of the attackers, before the originals. */
  before: Text[]
  originals: Text[]
  copies: Text[]
}

/** Attributes outputs to contributions: the rule that is asked what copying earns under it. */
export type Rule = (
  contributions: readonly IndexedContribution[],
  windowWords: number,
) => Promise<(output: Uint8Array) => Credit[]>

export type Play = {
  /** Money that all answers brought for data: one OPEN each. */
  fees: bigint
  /** What attackers earned, without what their own added words did. */
  taken: bigint
  /** What the rule says they take, from where the words come from alone. */
  implied: bigint
  /** How many credits attackers have: each may differ by a wei from what is implied for its words. */
  credits: number
  /** Number of quoted texts of attackers. */
  quoted: number
}

const FEE = 10n ** 18n
const encoder = new TextEncoder()

/** Every contribution is eligible. */
export const everything: View = { standingOf: () => 'Eligible' }

/** `window/v1`, by the engine. */
export const windowRule: Rule = async (contributions, windowWords) => {
  const source = inMemory([await buildSegment(contributions, { windowWords, key: createHashKey() })])
  return (output) => attributeSync(source, output, everything)
}

/** An account of an honest author, and one of an attacker. */
export const author = (number: number): Address => numberToHex(number + 1, { size: 20 })
export const attacker = (number: number): Address => numberToHex((1n << 159n) | BigInt(number), { size: 20 })
const isAttacker = (account: Address) => BigInt(account) >> 159n === 1n

/**
 * Submits a world's texts, quotes every original and every copy once, and divides the money by the rule; and once more
 * without quoting what the near-duplicate filter leaves out.
 * @param seed of the filter; none where it is not asked
 */
export async function play(world: World, windowWords: number, rule: Rule, seed?: Uint8Array) {
  const texts = [...world.before, ...world.originals, ...world.copies]
  const contributions = texts.map(({ words, account }, i) => ({
    submissionId: BigInt(i + 1),
    leafIndex: 0,
    contributor: account,
    text: encoder.encode(words.join(' ')),
  }))
  const creditsOf = await rule(contributions, windowWords)
  const squatted = windowsOf(world.before, windowWords)
  const answers = contributions.slice(world.before.length).map(({ text: output }, i) => {
    const text = texts[world.before.length + i]!
    return { text, isTaken: takenIn(text, windowWords, squatted), dataFee: FEE, output, credits: creditsOf(output) }
  })
  const filter = seed && createDuplicateFilter({ seed })
  const isKept = contributions.map(({ text }) => filter?.offer(text) === undefined)
  const kept = answers.filter((_, i) => isKept[world.before.length + i])
  return { open: playOf(answers), filtered: filter && playOf(kept) }
}

type Answer = { text: Text; isTaken: boolean[]; dataFee: bigint; output: Uint8Array; credits: Credit[] }

function playOf(answers: readonly Answer[]): Play {
  const payouts = settle(answers, () => ({ reserveAccount: author(0), reserveBps: 0 }), 'WindowV1')
  const earners = payouts.filter(({ account }) => isAttacker(account))
  let [own, implied] = [0n, 0n]
  for (const { text, isTaken } of answers) {
    const isOwn = (i: number) => text.origin[i] === ADDED
    own += worth(text.words, isOwn)
    implied += worth(text.words, (i) => isTaken[i]! && !isOwn(i))
  }
  return {
    fees: FEE * BigInt(answers.length),
    taken: earners.reduce((sum, { amount }) => sum + amount, 0n) - own,
    implied,
    credits: earners.reduce((sum, { entries }) => sum + entries.length, 0),
    quoted: answers.filter(({ text }) => isAttacker(text.account)).length,
  }
}

/** For each word whether the rule gives it to an attacker, by where it comes from: no window is looked up. */
function takenIn({ words, origin, account }: Text, windowWords: number, squatted: ReadonlySet<string>): boolean[] {
  const taken = words.map(() => isAttacker(account))
  if (isAttacker(account)) {
    for (let first = 0; first < words.length; ) {
      let end = first + 1
      while (origin[end - 1]! >= 0 && origin[end] === origin[end - 1]! + 1) end++
      if (origin[first]! >= 0 && end - first >= windowWords) taken.fill(false, first, end)
      first = end
    }
  }
  if (squatted.size > 0) {
    for (let first = 0; first + windowWords <= words.length; first++) {
      if (squatted.has(words.slice(first, first + windowWords).join(' '))) taken.fill(true, first, first + windowWords)
    }
  }
  return taken
}

function windowsOf(texts: readonly Text[], windowWords: number): Set<string> {
  const windows = new Set<string>()
  for (const { words } of texts) {
    for (let i = 0; i + windowWords <= words.length; i++) windows.add(words.slice(i, i + windowWords).join(' '))
  }
  return windows
}

/** What the stretches of some words of a text are worth when it is quoted. */
function worth(words: readonly string[], counts: (i: number) => boolean): bigint {
  const outputLength = words.reduce((sum, word) => sum + word.length, words.length - 1)
  let sum = 0n
  for (let i = 0; i < words.length; i++) {
    if (!counts(i)) continue
    let length = -1
    while (i < words.length && counts(i)) length += words[i++]!.length + 1
    sum += grossOf({ rule: 'WindowV1', dataFee: FEE, length: BigInt(length), outputLength })
  }
  return sum
}
