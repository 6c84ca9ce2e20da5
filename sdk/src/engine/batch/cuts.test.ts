import fc from 'fast-check'
import { zeroAddress } from 'viem'
import { expect, test } from 'vitest'
import { checkOf } from '../../../test/check.ts'
import { sceneCredits, sceneOutput } from '../../../test/lies.ts'
import { buildScene, sceneFacts } from '../../../test/sceneBatch.ts'
import { accountOf, bytesOf } from '../../../test/world.ts'
import type { Credit } from '../../attribution/encoding.ts'
import { findEvidence } from '../../attribution/finder.ts'
import { wordsOf } from '../../attribution/owners.ts'
import { areAsGood, sourcesOf } from './cuts.ts'

const words = wordsOf(sceneOutput)
const isGood = (stated: readonly Credit[]) =>
  areAsGood({ version: 1, output: sceneOutput, stated, due: sceneCredits }, sourcesOf(sceneFacts))

/** Cuts a credit before each word for which `isCut` says so. */
function cut(credit: Credit, isCut: (word: number) => boolean): Credit[] {
  const own = words.filter(({ start, end }) => start >= credit.start && end <= credit.start + credit.length)
  const parts: { start: number; end: number }[] = []
  own.forEach(({ start, end }, i) => {
    if (i === 0 || isCut(i)) parts.push({ start, end })
    else parts.at(-1)!.end = end
  })
  return parts.map(({ start, end }) => ({ ...credit, start: BigInt(start), length: BigInt(end - start) }))
}

type Change = (credit: Credit) => Credit[]
const by = fc.constantFrom(-10n, -4n, -1n, 1n, 2n, 4n, 10n)
const field = fc.constantFrom('start', 'length', 'matchStart', 'matchLength', 'offset')
const lie: fc.Arbitrary<Change> = fc.oneof(
  fc.constant(() => []),
  fc.constant((credit: Credit) => [credit, credit]),
  fc.tuple(field, by).map(([name, step]) => (credit: Credit) => [{ ...credit, [name]: credit[name] + step }]),
  // The copies, and where the words stand in them.
  fc.constant((it: Credit) => [{ ...it, submissionId: 2n, offset: 10n, contributor: accountOf(0xb1) }]),
  fc.constant((it: Credit) => [{ ...it, submissionId: 4n, offset: 6n, contributor: accountOf(0xd1) }]),
  fc.constant((it: Credit) => [{ ...it, leafIndex: 1 }]),
  fc.constant((it: Credit) => [{ ...it, contributor: accountOf(0xee) }]),
)
const cuts = fc.array(fc.boolean(), { minLength: 10, maxLength: 10 })

test('credits cut anywhere are as good', () => {
  fc.assert(
    fc.property(cuts, (isCut) => {
      expect(isGood(sceneCredits.flatMap((credit) => cut(credit, (word) => isCut[word]!)))).toBe(true)
    }),
    { numRuns: 100 },
  )
})

test('says what the finder says of whatever credits', () => {
  const seen = { good: 0, wrong: 0 }
  const place = fc.nat(20)
  fc.assert(
    fc.property(cuts, fc.array(fc.tuple(place, lie), { maxLength: 2 }), (isCut, lies) => {
      const all = sceneCredits.flatMap((credit) => cut(credit, (word) => isCut[word]!))
      const stated = lies.reduce(
        (credits, [at, change]) => credits.flatMap((it, i) => (i === at % credits.length ? change(it) : [it])),
        all,
      )
      const isRight = findEvidence(checkOf(buildScene(stated.filter(isUint)), sceneFacts)).next().done === true
      expect(isGood(stated.filter(isUint))).toBe(isRight)
      seen[isRight ? 'good' : 'wrong']++
    }),
    { numRuns: 150 },
  )
  expect(Math.min(seen.good, seen.wrong)).toBeGreaterThan(15)
})

/** What a leaf can hold. */
function isUint({ start, length, matchStart, matchLength, offset }: Credit): boolean {
  return [start, length, matchStart, matchLength, offset].every((value) => value >= 0n)
}

test('words of nobody are credited to the first who has them, or not at all', () => {
  const text = bytesOf('one two three four')
  const length = BigInt(text.length)
  const credit = { start: 0n, length, matchStart: 0n, matchLength: length, offset: 0n, contributor: zeroAddress }
  const of = (submissionId: bigint) => ({ ...credit, submissionId, leafIndex: 0 })
  const sourceAt = () => ({ contributor: zeroAddress, text, windowWords: 4 })
  const isGoodAs = (stated: readonly Credit[]) =>
    areAsGood({ version: 1, output: text, stated, due: [of(1n)] }, sourceAt)
  expect(isGoodAs([of(1n)])).toBe(true)
  expect(isGoodAs([])).toBe(true)
  expect(isGoodAs([of(2n)])).toBe(false)
})
