import { zeroAddress } from 'viem'
import type { Credit } from '../attribution/encoding.ts'
import { MOST_SUPPORT_BYTES } from '../attribution/falsehood.ts'
import { checkCanonical } from '../text/input.ts'
import type { MemorySource } from './windows/memory.ts'
import type { LongOptions } from './windows/progress.ts'
import { createRoom } from './windows/room.ts'
import type { Found, View, WindowSource } from './windows/source.ts'

const SPACE = 0x20
/** Nothing comes between that an answer's words are owned and that its credits are known. */
const room = createRoom()
const MOST_WORD_BYTES = 64

/**
 * The credits of an output by `window/v1`, in its order: those of `attributeOutput`, byte for byte.
 * @param output canonical bytes; none for an answer without words
 * @throws NotCanonicalError
 */
export async function attribute(
  source: WindowSource,
  output: Uint8Array,
  view: View,
  options: LongOptions = {},
): Promise<Credit[]> {
  checkCanonicalBytes(output)
  const found = await source.earliest(output, view, options)
  room.clear()
  return creditsOf(output, found, source.windowWords)
}

/** As `attribute`, at once, from an index in memory. */
export function attributeSync(source: MemorySource, output: Uint8Array, view: View): Credit[] {
  checkCanonicalBytes(output)
  room.clear()
  return creditsOf(output, source.earliestSync(output, view, room), source.windowWords)
}

/** An output, and for each of its words the earliest contribution, or −1, and how much further on it stands there. */
type Answer = {
  output: Uint8Array
  found: Found
  owners: Int32Array
  alignments: Int32Array
  windowWords: number
}

/** Words of one owner, and the equal words around them that make up a support, at one alignment. All words included. */
type Run = { last: number; supportFirst: number; supportLast: number; alignment: number }

function creditsOf(output: Uint8Array, found: Found, windowWords: number): Credit[] {
  const { words, contributions } = found
  const answer = { output, found, ...ownersOf(found, windowWords), windowWords }
  const { owners } = answer
  const credits: Credit[] = []
  for (let word = 0; word < words.count; word++) {
    if (owners[word]! < 0) continue
    const source = contributions[owners[word]!]!
    const run = longestRun(answer, word)
    const start = words.starts[word]!
    const matchStart = words.starts[run.supportFirst]!
    credits.push({
      start: BigInt(start),
      length: BigInt(words.ends[run.last]! - start),
      matchStart: BigInt(matchStart),
      matchLength: BigInt(words.ends[run.supportLast]! - matchStart),
      submissionId: source.submissionId,
      leafIndex: source.leafIndex,
      offset: BigInt(matchStart + run.alignment),
      contributor: source.standing === 'Eligible' ? source.contributor : zeroAddress,
    })
    word = run.last
  }
  return credits
}

/** Of the windows over each word the one whose contribution comes first; of several in it, the first. */
function ownersOf({ words, contribution, offset }: Found, windowWords: number) {
  const owners = room.signed(words.count).fill(-1)
  const alignments = room.signed(words.count)
  for (let first = 0; first + windowWords <= words.count; first++) {
    const found = contribution[first]!
    if (found < 0) continue
    const alignment = offset[first]! - words.starts[first]!
    // What the window before this one stands in has the words that both have already.
    const isNew = first === 0 || contribution[first - 1] !== found
    for (let i = isNew ? first : first + windowWords - 1; i < first + windowWords; i++) {
      if (owners[i]! >= 0 && owners[i]! <= found) continue
      owners[i] = found
      alignments[i] = alignment
    }
  }
  return { owners, alignments }
}

/**
 * A run that begins with `word`, as long as can be. Its window may stand in the source more than once, and the index
 * knows the first place only: the window over the word after the run may lead to a place where more stands together.
 */
function longestRun(answer: Answer, word: number): Run {
  const { owners, alignments } = answer
  // The window over the word stands there, so there is a run.
  let longest = runAt(answer, word, alignments[word]!)!
  for (;;) {
    const next = longest.last + 1
    if (next >= owners.length || owners[next] !== owners[word]) return longest
    const longer = runAt(answer, word, alignments[next]!)
    if (!longer || longer.last < next) return longest
    longest = longer
  }
}

/** The run that begins with `word` where the source stands `alignment` bytes further on; `undefined` if none does. */
function runAt(answer: Answer, word: number, alignment: number): Run | undefined {
  const { owners, windowWords } = answer
  const { starts, ends, count } = answer.found.words
  const owner = owners[word]!
  const isEqual = (i: number) => i >= 0 && i < count && standsAt(answer, i, owner, alignment)
  if (!isEqual(word)) return undefined
  const mostEnd = starts[word]! + Number(MOST_SUPPORT_BYTES)
  let last = word
  while (owners[last + 1] === owner && ends[last + 1]! <= mostEnd && isEqual(last + 1)) last++
  // A run of fewer words than a window leans on the equal words before it, and then on those after it.
  let [supportFirst, supportLast] = [word, last]
  const isShort = () => supportLast - supportFirst + 1 < windowWords
  while (isShort() && isEqual(supportFirst - 1)) supportFirst--
  while (isShort() && isEqual(supportLast + 1)) supportLast++
  return isShort() ? undefined : { last, supportFirst, supportLast, alignment }
}

/** Whether a word of the output stands, as a whole word, `alignment` bytes further on in the source. */
function standsAt(answer: Answer, word: number, source: number, alignment: number): boolean {
  const { output, found, windowWords } = answer
  // The windows that begin or end with the word were compared already.
  if (isWindowAt(found, word, source, alignment)) return true
  if (isWindowAt(found, word - windowWords + 1, source, alignment)) return true
  const { text } = found.contributions[source]!
  const [start, end] = [found.words.starts[word]!, found.words.ends[word]!]
  const [from, to] = [start + alignment, end + alignment]
  if (from < 0 || to > text.length) return false
  const { bytes } = text
  const shift = alignment - text.from
  if (from > 0 && bytes[from - 1 - text.from] !== SPACE) return false
  if (to < text.length && bytes[to - text.from] !== SPACE) return false
  for (let i = start; i < end; i++) if (output[i] !== bytes[i + shift]) return false
  return true
}

function isWindowAt({ contribution, offset, words }: Found, first: number, source: number, alignment: number): boolean {
  return first >= 0 && contribution[first] === source && offset[first]! - words.starts[first]! === alignment
}

/** `checkCanonical`, at once for what has only ASCII. */
function checkCanonicalBytes(bytes: Uint8Array): void {
  if (!isCanonicalAscii(bytes)) checkCanonical(bytes)
}

/** What each byte is: 0 of a word, 1 a space, 2 anything else. */
const KINDS = Uint8Array.from({ length: 256 }, (_, byte) =>
  (byte >= 0x61 && byte <= 0x7a) || (byte >= 0x30 && byte <= 0x39) ? 0 : byte === SPACE ? 1 : 2,
)

/**
 * Whether bytes are words of small letters and digits, with one space between each; other texts may be canonical too.
 * Without a branch for a word's end, which no processor foresees.
 */
function isCanonicalAscii(bytes: Uint8Array): boolean {
  let length = 0
  let faults = 0
  let before = 1
  for (let i = 0; i < bytes.length; i++) {
    const kind = KINDS[bytes[i]!]!
    length = (length + 1) & (kind - 1)
    faults |= (kind & 2) | (kind & before) | ((MOST_WORD_BYTES - length) >>> 31)
    before = kind
  }
  return faults === 0 && (before === 0 || bytes.length === 0)
}
