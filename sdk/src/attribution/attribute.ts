import { type Address, zeroAddress } from 'viem'
import { checkCanonical } from '../text/index.ts'
import { type Credit, comparePlaces } from './encoding.ts'
import { MOST_SUPPORT_BYTES } from './falsehood.ts'
import { type Ownership, ownersOf, type Word, wordsOf } from './owners.ts'
import {
  contributionAt,
  earliestOccurrence,
  type PlacedText,
  type StandingOf,
  type WindowIndex,
} from './windowIndex.ts'

const SPACE = 0x20

type Answer = { output: Uint8Array; words: readonly Word[]; owners: readonly (Ownership | undefined)[] }

/** Words of the output, by their indices, both included. */
type Stretch = { first: number; last: number }

/** Words of one owner, and the equal words around them that make up a support, at one alignment. */
type Run = { credited: Stretch; support: Stretch; alignment: number }

/**
 * The credits of an output by `window/v1`, in its order. Words whose owner is revoked are credited to it without
 * contributor: nobody earns by them, and no copy can be proven in its place.
 * @param output canonical bytes; none for an answer without words
 * @param standingOf how contributions count under the snapshot of the version that answered
 * @throws NotCanonicalError
 */
export function attributeOutput(index: WindowIndex, output: Uint8Array, standingOf: StandingOf): Credit[] {
  checkCanonical(output)
  const { windowWords } = index
  const words = wordsOf(output)
  const earliest = (window: Uint8Array) => earliestOccurrence(index, window, standingOf)
  const owners = ownersOf(output, words, { windowWords, earliest })
  const answer = { output, words, owners }
  const credits: Credit[] = []
  for (let word = 0; word < words.length; word++) {
    const owner = owners[word]
    if (!owner) continue
    const source = contributionAt(index, owner)!
    const run = longestRun(answer, word, source, windowWords)
    const contributor = standingOf(source) === 'Eligible' ? source.contributor : zeroAddress
    credits.push(creditOf(run, words, source, contributor))
    word = run.credited.last
  }
  return credits
}

/**
 * A run that begins with `word`, as long as can be. Its window may stand in the source more than once, and the index
 * knows the first place only: the window over the word after the run may lead to a place where more stands together.
 */
function longestRun(answer: Answer, word: number, source: PlacedText, windowWords: number): Run {
  const { owners } = answer
  const alignmentAt = (i: number) => owners[i]!.offset - owners[i]!.window.start
  // The window over the word stands there, so there is a run.
  let longest = runAt(answer, word, source.text, alignmentAt(word), windowWords)!
  for (;;) {
    const next = longest.credited.last + 1
    if (!owners[next] || comparePlaces(owners[next], source) !== 0) return longest
    const longer = runAt(answer, word, source.text, alignmentAt(next), windowWords)
    if (!longer || longer.credited.last < next) return longest
    longest = longer
  }
}

/** The run that begins with `word` where the source stands `alignment` bytes further on; `undefined` if none does. */
function runAt(
  { output, words, owners }: Answer,
  word: number,
  source: Uint8Array,
  alignment: number,
  windowWords: number,
): Run | undefined {
  const isEqual = (i: number) => words[i] !== undefined && standsAt(output, words[i]!, source, alignment)
  const owner = owners[word]!
  if (!isEqual(word)) return undefined
  let last = word
  const isOwned = (i: number) => owners[i] !== undefined && comparePlaces(owners[i]!, owner) === 0
  while (isOwned(last + 1) && isEqual(last + 1) && words[last + 1]!.end - words[word]!.start <= MOST_SUPPORT_BYTES)
    last++
  // A run of fewer words than a window leans on the equal words before it, and then on those after it.
  const support = { first: word, last }
  const isShort = () => support.last - support.first + 1 < windowWords
  while (isShort() && isEqual(support.first - 1)) support.first--
  while (isShort() && isEqual(support.last + 1)) support.last++
  return isShort() ? undefined : { credited: { first: word, last }, support, alignment }
}

/** Whether a word of the output stands, as a whole word, `alignment` bytes further on in the source. */
function standsAt(output: Uint8Array, { start, end }: Word, source: Uint8Array, alignment: number): boolean {
  const [from, to] = [start + alignment, end + alignment]
  if (from < 0 || to > source.length) return false
  if ((from > 0 && source[from - 1] !== SPACE) || (to < source.length && source[to] !== SPACE)) return false
  for (let i = start; i < end; i++) if (output[i] !== source[i + alignment]) return false
  return true
}

function creditOf(
  { credited, support, alignment }: Run,
  words: readonly Word[],
  { submissionId, leafIndex }: PlacedText,
  contributor: Address,
): Credit {
  const start = words[credited.first]!.start
  const matchStart = words[support.first]!.start
  return {
    start: BigInt(start),
    length: BigInt(words[credited.last]!.end - start),
    matchStart: BigInt(matchStart),
    matchLength: BigInt(words[support.last]!.end - matchStart),
    submissionId,
    leafIndex,
    offset: BigInt(matchStart + alignment),
    contributor,
  }
}
