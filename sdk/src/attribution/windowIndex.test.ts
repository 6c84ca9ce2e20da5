import type { Address } from 'viem'
import { describe, expect, test } from 'vitest'
import {
  addContribution,
  contributionAt,
  createWindowIndex,
  earliestOccurrence,
  mergeIndexes,
  PlaceTakenError,
  type StandingOf,
  WINDOW_WORDS,
  WindowWordsError,
  WindowWordsMismatchError,
} from './windowIndex.ts'

const author: Address = '0x00000000000000000000000000000000000000a1'
const encode = (text: string) => new TextEncoder().encode(text)
const eligible: StandingOf = () => 'Eligible'
const placed = (submissionId: bigint, leafIndex: number, text: string) => ({
  submissionId,
  leafIndex,
  contributor: author,
  text: encode(text),
})

describe('window index', () => {
  test('default', () => {
    const index = createWindowIndex(4)
    addContribution(index, placed(2n, 0, 'a b c d'))
    addContribution(index, placed(1n, 7, 'x a b c d a b c d'))
    expect(earliestOccurrence(index, encode('a b c d'), eligible)).toEqual({
      submissionId: 1n,
      leafIndex: 7,
      offset: 2,
    })
    expect(earliestOccurrence(index, encode('a b c x'), eligible)).toBeUndefined()
    expect(contributionAt(index, { submissionId: 2n, leafIndex: 0 })?.text).toEqual(encode('a b c d'))
    expect(contributionAt(index, { submissionId: 2n, leafIndex: 1 })).toBeUndefined()
  })

  test('behavior: submissions are ordered as numbers, also beyond 2^53', () => {
    const index = createWindowIndex(4)
    const ids = [10n, 9n, 2n ** 200n, 2n ** 200n - 1n]
    for (const id of ids) addContribution(index, placed(id, 0, 'a b c d'))
    const first = (least: bigint) =>
      earliestOccurrence(index, encode('a b c d'), ({ submissionId }) => (submissionId >= least ? 'Eligible' : 'None'))
    expect([0n, 10n, 11n, 2n ** 200n].map((least) => first(least)?.submissionId)).toEqual([9n, 10n, ids[3], ids[2]])
  })

  test('behavior: every byte is told from every other', () => {
    const index = createWindowIndex(4)
    const window = (byte: number) => Uint8Array.of(...encode('a b c '), byte)
    const bytes = Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => byte !== 0x20)
    for (const byte of bytes) {
      addContribution(index, { submissionId: 1n, leafIndex: byte, contributor: author, text: window(byte) })
    }
    for (const byte of bytes) expect(earliestOccurrence(index, window(byte), eligible)?.leafIndex).toBe(byte)
  })

  test('behavior: merging leaves the parts as they were', () => {
    const [one, two] = [createWindowIndex(4), createWindowIndex(4)]
    addContribution(one, placed(1n, 0, 'a b c d'))
    addContribution(two, placed(2n, 0, 'a b c d'))
    const merged = mergeIndexes(two, one)
    addContribution(merged, placed(3n, 0, 'a b c d'))
    expect(merged.windows.get('a b c d')?.map(({ contribution }) => contribution.submissionId)).toEqual([1n, 2n, 3n])
    expect(two.windows.get('a b c d')?.length).toBe(1)
    expect(one.contributions.size).toBe(1)
  })

  test('error: a number of words that no model can have', () => {
    for (const windowWords of [0, 1, 5, 33, 4.5, Number.NaN]) {
      expect(() => createWindowIndex(windowWords)).toThrow(WindowWordsError)
    }
    for (const windowWords of WINDOW_WORDS) expect(createWindowIndex(windowWords).windowWords).toBe(windowWords)
  })

  test('error: a place that is taken', () => {
    const [one, two] = [createWindowIndex(4), createWindowIndex(4)]
    addContribution(one, placed(1n, 0, 'a b c d'))
    expect(() => addContribution(one, placed(1n, 0, 'e f g h'))).toThrow(PlaceTakenError)
    expect(earliestOccurrence(one, encode('e f g h'), eligible)).toBeUndefined()
    addContribution(two, placed(1n, 0, 'a b c d'))
    expect(() => mergeIndexes(one, two)).toThrow(PlaceTakenError)
  })

  test('error: windows of different numbers of words', () => {
    expect(() => mergeIndexes(createWindowIndex(4), createWindowIndex(8))).toThrow(WindowWordsMismatchError)
  })
})
