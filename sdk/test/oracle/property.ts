import fc from 'fast-check'
import { type Address, numberToHex, zeroAddress } from 'viem'
import { expect } from 'vitest'
import type * as attribute from '../../src/attribution/attribute.ts'
import type { Credit } from '../../src/attribution/encoding.ts'
import type * as windowIndex from '../../src/attribution/windowIndex.ts'
import { canonicalText, type OracleSource, owners } from './oracle.ts'

/** The functions under test: the library's own, or faulty ones. */
export type Engine = Pick<typeof windowIndex, 'createWindowIndex' | 'addContribution' | 'mergeIndexes'> &
  Pick<typeof attribute, 'attributeOutput'>

type Case = {
  windowWords: number
  sources: OracleSource[]
  output: string
  /** The order in which the sources are added, and to which of three indexes. */
  adding: { source: number; index: number }[]
}

type Placed = OracleSource & { submissionId: bigint; leafIndex: number; contributor: Address; bytes: Uint8Array }

const word = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('a', 'b', 'A', 'ab') },
  { weight: 1, arbitrary: fc.constantFrom('Σα', 'É', 'e\u0301', 'ﬁ', '東京', '½', 'x'.repeat(70), '…') },
)
const separator = fc.constantFrom(' ', ' ', ' ', ', ', '\n\n')
const passage = fc
  .array(fc.tuple(word, separator), { minLength: 1, maxLength: 14 })
  .map((words) => words.flat().join(''))

/** Texts that quote one another: each is made of the same few passages, and of words of its own. */
const cases: fc.Arbitrary<Case> = fc.array(passage, { minLength: 1, maxLength: 4 }).chain((passages) => {
  const part = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...passages) }, { weight: 1, arbitrary: passage })
  const text = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(' '))
  const standing = fc.constantFrom('Eligible', 'Eligible', 'Eligible', 'Revoked', 'None')
  return fc
    .record({
      windowWords: fc.constantFrom(4, 4, 4, 6, 8, 12),
      sources: fc.array(fc.record({ text, standing }), { minLength: 1, maxLength: 5 }),
      output: text,
    })
    .chain((drawn) => {
      const indexOf = fc.array(fc.nat(2), { minLength: drawn.sources.length, maxLength: drawn.sources.length })
      const order = fc.shuffledSubarray([...drawn.sources.keys()], { minLength: drawn.sources.length })
      return fc.record({
        ...constants(drawn),
        adding: fc
          .tuple(order, indexOf)
          .map(([sources, indexes]) => sources.map((source, i) => ({ source, index: indexes[i]! }))),
      })
    })
})

/**
 * For any corpus: the owners of an output's words, as the engine's credits have them, are those of the oracle, and each
 * credit has the form that the protocol asks for. Indexes are filled in any order, and merged from parts.
 */
export function agreesWithOracle(engine: Engine) {
  return fc.property(cases, ({ windowWords, sources, output, adding }) => {
    const placed = sources.map((source, i): Placed => {
      // Places in ascending order, several of them in one submission.
      const place = { submissionId: BigInt(7 + Math.floor(i / 2)), leafIndex: i % 2 ? 10 : 9 }
      const text = canonicalText(source.text)
      return { ...source, text, ...place, contributor: numberToHex(i + 1, { size: 20 }), bytes: encode(text) }
    })
    const at = ({ submissionId, leafIndex }: { submissionId: bigint; leafIndex: number }) =>
      placed.findIndex((source) => source.submissionId === submissionId && source.leafIndex === leafIndex)
    const indexes = [0, 1, 2].map(() => engine.createWindowIndex(windowWords)) as [windowIndex.WindowIndex]
    for (const { source, index } of adding) {
      const { bytes, submissionId, leafIndex, contributor } = placed[source]!
      engine.addContribution(indexes[index]!, { submissionId, leafIndex, contributor, text: bytes })
    }
    const canonical = canonicalText(output)
    const answer = encode(canonical)
    const credits = engine.attributeOutput(
      engine.mergeIndexes(...indexes),
      answer,
      (place) => placed[at(place)]!.standing,
    )

    credits.forEach((credit, i) => {
      checkForm(credit, credits[i - 1], answer, placed[at(credit)], windowWords)
    })
    const earning = credits.filter(({ contributor }) => contributor !== zeroAddress)
    const credited = wordStarts(canonical).map((start) => {
      const credit = earning.find((each) => start >= Number(each.start) && start < Number(each.start + each.length))
      return credit && at(credit)
    })
    expect(credited).toEqual(owners(placed, canonical, windowWords))
  })
}

/** Throws unless a credit has the form that the protocol asks for. */
export function checkForm(
  { start, length, matchStart, matchLength, offset, contributor }: Credit,
  previous: Pick<Credit, 'start' | 'length'> | undefined,
  output: Uint8Array,
  source: Pick<Placed, 'bytes' | 'standing' | 'contributor'> | undefined,
  windowWords: number,
): void {
  const support = slice(output, matchStart, matchLength)
  expect(source?.standing).not.toBe('None')
  expect(contributor).toBe(source?.standing === 'Eligible' ? source.contributor : zeroAddress)
  expect(slice(source!.bytes, offset, matchLength)).toBe(support)
  expect(isWhole(source!.bytes, offset, matchLength)).toBe(true)
  expect(isWhole(output, matchStart, matchLength)).toBe(true)
  expect(isWhole(output, start, length)).toBe(true)
  expect(support.split(' ').length).toBeGreaterThanOrEqual(windowWords)
  expect(matchLength).toBeLessThanOrEqual(8_192n)
  expect(start >= matchStart && start + length <= matchStart + matchLength).toBe(true)
  expect(start).toBeGreaterThanOrEqual(previous ? previous.start + previous.length + 1n : 0n)
}

/** Whether the bytes begin at a word's first and end at a word's last. */
function isWhole(text: Uint8Array, start: bigint, length: bigint): boolean {
  const isGap = (byte: number | undefined) => byte === undefined || byte === 0x20
  const [first, last] = [Number(start), Number(start + length) - 1]
  return !isGap(text[first]) && !isGap(text[last]) && isGap(text[first - 1]) && isGap(text[last + 1])
}

function wordStarts(canonical: string): number[] {
  if (canonical === '') return []
  let start = 0
  return canonical.split(' ').map((word) => {
    const own = start
    start += encode(word).length + 1
    return own
  })
}

function slice(bytes: Uint8Array, start: bigint, length: bigint): string {
  return new TextDecoder().decode(bytes.slice(Number(start), Number(start + length)))
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

function constants<Values extends object>(values: Values) {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, fc.constant(value)])) as {
    [Key in keyof Values]: fc.Arbitrary<Values[Key]>
  }
}
