import fc from 'fast-check'
import { type Address, numberToHex } from 'viem'
import type { Standing } from '../../src/engine/windows/source.ts'
import { canonicalText } from '../oracle/oracle.ts'

export type Placed = {
  submissionId: bigint
  leafIndex: number
  contributor: Address
  text: string
  bytes: Uint8Array
}

/** A corpus and an output, and how the corpus comes to be an index. */
export type Case = {
  windowWords: number
  hash: { seed: Uint8Array; bits: number }
  /** In prior-art order. */
  sources: Placed[]
  /** How each source counts in each of some versions, by the version's snapshot, datanets and revocations. */
  versions: Standing[][]
  /** Canonical. */
  output: string
  /** The sources in the order in which they are added, each to one of some segments. */
  adding: { source: number; segment: number }[]
  /** Which two of the segments that are left are merged next, until one is left. */
  merging: number[]
  /** Bytes of text that one piece of the work of building has. */
  pieceBytes: number
}

export const SEGMENTS = 4

const MOST_SOURCES = 6
const VERSIONS = 2

const word = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom('a', 'b', 'A', 'ab') },
  { weight: 1, arbitrary: fc.constantFrom('Σα', 'É', 'e\u0301', 'ﬁ', '東京', 'ไทย', '½', '🙂', 'x'.repeat(70), '…') },
)
const separator = fc.constantFrom(' ', ' ', ' ', ', ', '\n\n')

/** Texts that quote one another: each is made of the same few passages, and of words of its own. */
function texts(windowWords: number) {
  const passage = fc
    .array(fc.tuple(word, separator), { minLength: 1, maxLength: windowWords + Math.ceil(windowWords / 2) + 2 })
    .map((words) => words.flat().join(''))
  return fc.array(passage, { minLength: 1, maxLength: 4 }).map((passages) => {
    const part = fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...passages) }, { weight: 1, arbitrary: passage })
    return fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(' '))
  })
}

/** As committed: canonical, or as a liar likes it, with spaces in a row or at an end. */
const committed = (text: fc.Arbitrary<string>) =>
  fc.tuple(text, fc.constantFrom('', '', '', '', ' ', '  ')).map(([drawn, liesBy]) => {
    const canonical = canonicalText(drawn)
    return liesBy === '' ? canonical : liesBy + canonical.replaceAll(/ (?=b)/g, liesBy)
  })

/** What a version answers from: the submissions until then, of some datanets, less what was revoked. */
const version = fc.record({
  submissions: fc.oneof({ weight: 3, arbitrary: fc.constant(MOST_SOURCES) }, { weight: 1, arbitrary: fc.nat(2) }),
  datanets: fc.constantFrom<number[]>([0, 1, 2], [0, 1, 2], [0, 1], [0, 2], [1]),
  revoked: fc.array(fc.constantFrom(false, false, false, true), { minLength: MOST_SOURCES, maxLength: MOST_SOURCES }),
})

export const cases: fc.Arbitrary<Case> = fc
  .constantFrom(4, 4, 4, 6, 8, 12, 16, 24, 32)
  .chain((windowWords) => fc.tuple(fc.constant(windowWords), texts(windowWords)))
  .chain(([windowWords, text]) => {
    const source = fc.record({
      text: committed(text),
      datanet: fc.constantFrom(0, 0, 1, 2),
      segment: fc.nat(SEGMENTS - 1),
      order: fc.nat(),
    })
    return fc.record({
      windowWords: fc.constant(windowWords),
      hash: fc.record({
        seed: fc.uint8Array({ minLength: 16, maxLength: 16 }),
        bits: fc.constantFrom(32, 32, 32, 4),
      }),
      drawn: fc.array(source, { minLength: 1, maxLength: MOST_SOURCES }),
      answering: fc.array(version, { minLength: VERSIONS, maxLength: VERSIONS }),
      output: text.map(canonicalText),
      merging: fc.array(fc.nat(), { minLength: 2 * SEGMENTS, maxLength: 2 * SEGMENTS }),
      pieceBytes: fc.constantFrom(1, 60, 2 ** 22),
    })
  })
  .map(({ drawn, answering, ...rest }) => ({
    ...rest,
    versions: answering.map(({ submissions, datanets, revoked }) =>
      drawn.map(({ datanet }, i) => {
        if (i >> 1 >= submissions || !datanets.includes(datanet)) return 'None'
        return revoked[i] ? 'Revoked' : 'Eligible'
      }),
    ),
    // Places in ascending order, several of them in one submission.
    sources: drawn.map(({ text }, i) => ({
      submissionId: 2n ** 32n - 2n + BigInt(i >> 1),
      leafIndex: i % 2 ? 10 : 9,
      contributor: numberToHex(i + 1, { size: 20 }),
      text,
      bytes: new TextEncoder().encode(text),
    })),
    adding: drawn
      .map(({ segment, order }, source) => ({ source, segment, order }))
      .sort((a, b) => a.order - b.order || a.source - b.source)
      .map(({ source, segment }) => ({ source, segment })),
  }))
