import fc from 'fast-check'
import { bytesToHex, encodeAbiParameters, getAddress, type Hex, parseAbiParameters } from 'viem'
import { describe, expect, test } from 'vitest'
import {
  type Contribution,
  type Credit,
  compareEntries,
  compareInferences,
  comparePlaces,
  decodeContribution,
  decodeCredit,
  decodeEntry,
  decodeInference,
  decodePayout,
  encodeContribution,
  encodeCredit,
  encodeEntry,
  encodeInference,
  encodePayout,
  FieldOutOfRangeError,
  type Inference,
  MalformedLeafError,
} from './encoding.ts'

const uint = (bits: bigint) => fc.bigInt({ min: 0n, max: (1n << bits) - 1n })
const uint32 = fc.integer({ min: 0, max: 0xffff_ffff })
const bytes = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((value): Hex => bytesToHex(value))
const address = bytes(20).map((value) => getAddress(value))

const contribution: fc.Arbitrary<Contribution> = fc.record({ contributor: address, textRoot: bytes(32) })
const inference: fc.Arbitrary<Inference> = fc.record({
  version: uint32,
  payer: address,
  from: uint(128n),
  to: uint(128n),
  outputRoot: bytes(32),
  creditsRoot: bytes(32),
  creditCount: uint32,
  firstCredit: uint(64n),
})
const credit: fc.Arbitrary<Credit> = fc.record({
  start: uint(64n),
  length: uint(64n),
  matchStart: uint(64n),
  matchLength: uint(64n),
  submissionId: uint(256n),
  leafIndex: uint32,
  offset: uint(64n),
  contributor: address,
})

describe('leaves are what abi.encode gives', () => {
  test('contribution', () => {
    const types = parseAbiParameters('address contributor, bytes32 textRoot')
    fc.assert(
      fc.property(contribution, (leaf) => {
        const encoded = encodeContribution(leaf)
        expect(encoded).toHaveLength(64)
        expect(bytesToHex(encoded)).toBe(encodeAbiParameters(types, [leaf.contributor, leaf.textRoot]))
        expect(decodeContribution(encoded)).toEqual(leaf)
      }),
    )
  })

  test('inference', () => {
    const types = parseAbiParameters(
      '(uint32 version, address payer, uint128 from, uint128 to, bytes32 outputRoot, bytes32 creditsRoot, uint32 creditCount, uint64 firstCredit) leaf',
    )
    fc.assert(
      fc.property(inference, (leaf) => {
        expect(encodeInference(leaf)).toHaveLength(256)
        expect(bytesToHex(encodeInference(leaf))).toBe(encodeAbiParameters(types, [leaf]))
        expect(decodeInference(encodeInference(leaf))).toEqual(leaf)
      }),
    )
  })

  test('credit', () => {
    const types = parseAbiParameters(
      '(uint64 start, uint64 length, uint64 matchStart, uint64 matchLength, uint256 submissionId, uint32 leafIndex, uint64 offset, address contributor) leaf',
    )
    fc.assert(
      fc.property(credit, (leaf) => {
        expect(encodeCredit(leaf)).toHaveLength(256)
        expect(bytesToHex(encodeCredit(leaf))).toBe(encodeAbiParameters(types, [leaf]))
        expect(decodeCredit(encodeCredit(leaf))).toEqual(leaf)
      }),
    )
  })

  test('entry and payout', () => {
    fc.assert(
      fc.property(uint32, uint32, address, bytes(32), uint(64n), (a, b, account, entriesRoot, firstEntry) => {
        const entry = { inference: a, credit: b }
        expect(bytesToHex(encodeEntry(entry))).toBe(encodeAbiParameters(parseAbiParameters('uint32, uint32'), [a, b]))
        expect(decodeEntry(encodeEntry(entry))).toEqual(entry)
        const payout = { account, entriesRoot, entryCount: a, firstEntry }
        expect(bytesToHex(encodePayout(payout))).toBe(
          encodeAbiParameters(parseAbiParameters('address, bytes32, uint32, uint64'), [
            account,
            entriesRoot,
            a,
            firstEntry,
          ]),
        )
        expect(decodePayout(encodePayout(payout))).toEqual(payout)
      }),
    )
  })
})

describe('error: fields that do not fit', () => {
  const entry = { inference: 0, credit: 0 }

  test.each([-1, 2 ** 32, 0.5, Number.NaN])('a uint32 of %s', (value) => {
    expect(() => encodeEntry({ ...entry, credit: value })).toThrow(FieldOutOfRangeError)
  })

  test('an address and a hash of another length', () => {
    const account = '0x00000000000000000000000000000000000000'
    expect(() => encodePayout({ account, entriesRoot: `0x${'00'.repeat(32)}`, entryCount: 0, firstEntry: 0n })).toThrow(
      'The field account must fit address',
    )
    expect(() => encodeContribution({ contributor: `${account}00`, textRoot: '0x1234' })).toThrow(FieldOutOfRangeError)
  })

  test('leaves with a dirty or missing byte', () => {
    for (const [decode, length] of [
      [decodeInference, 256],
      [decodeCredit, 256],
      [decodeEntry, 64],
      [decodePayout, 128],
    ] as const) {
      expect(() => decode(new Uint8Array(length))).not.toThrow()
      expect(() => decode(new Uint8Array(length - 1))).toThrow(MalformedLeafError)
      expect(() => decode(new Uint8Array(length + 32))).toThrow(MalformedLeafError)
      expect(() => decode(Uint8Array.from({ length }, (_, i) => (i === 0 ? 1 : 0)))).toThrow(MalformedLeafError)
    }
  })

  test('a contribution with a dirty or missing byte', () => {
    const leaf = encodeContribution({ contributor: `0x${'ff'.repeat(20)}`, textRoot: `0x${'ff'.repeat(32)}` })
    expect(() => decodeContribution(leaf.subarray(1))).toThrow(MalformedLeafError)
    leaf[0] = 1
    expect(() => decodeContribution(leaf)).toThrow(MalformedLeafError)
  })
})

test('orders', () => {
  const [low, high] = [`0x${'0'.repeat(39)}a`, `0x${'0'.repeat(38)}10`] as const
  expect(compareInferences({ payer: low, from: 9n }, { payer: high, from: 1n })).toBeLessThan(0)
  expect(compareInferences({ payer: low, from: 9n }, { payer: low, from: 1n })).toBeGreaterThan(0)
  expect(compareEntries({ inference: 1, credit: 0 }, { inference: 0, credit: 7 })).toBeGreaterThan(0)
  expect(compareEntries({ inference: 1, credit: 3 }, { inference: 1, credit: 3 })).toBe(0)
  expect(comparePlaces({ submissionId: 2n, leafIndex: 0 }, { submissionId: 10n, leafIndex: 0 })).toBeLessThan(0)
  expect(comparePlaces({ submissionId: 2n, leafIndex: 10 }, { submissionId: 2n, leafIndex: 9 })).toBeGreaterThan(0)
})
