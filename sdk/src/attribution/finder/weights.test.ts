import { zeroAddress } from 'viem'
import { describe, expect, test } from 'vitest'
import { checkOf } from '../../../test/check.ts'
import { scene } from '../../../test/lies.ts'
import { accountOf, bytesOf, corpusOfWorld } from '../../../test/world.ts'
import { WHOLE_WEIGHT } from '../amounts.ts'
import { buildBatch } from '../batch.ts'
import type { Credit } from '../encoding.ts'
import { type ChainFacts, findEvidence } from '../finder.ts'
import { weightCredits } from '../weights.ts'

const reserve = { reserveAccount: accountOf(0x77), reserveBps: 1_000 }
const fee = 10n ** 18n
const facts: ChainFacts = {
  rule: 'InfluenceV1',
  dataBps: 10_000,
  corpusOf: () => corpusOfWorld(scene),
  wasActive: () => true,
  charged: () => fee,
  reserveOf: () => reserve,
  earlier: [],
}

const honest = weightCredits([
  { submissionId: 3n, leafIndex: 0, contributor: zeroAddress, weight: WHOLE_WEIGHT / 4n },
  { submissionId: 1n, leafIndex: 0, contributor: accountOf(0xa1), weight: WHOLE_WEIGHT / 2n },
  { submissionId: 2n, leafIndex: 0, contributor: accountOf(0xb1), weight: WHOLE_WEIGHT / 4n },
  { submissionId: 1n, leafIndex: 1, contributor: accountOf(0xa2), weight: 0n },
])

function build(credits: Credit[]) {
  return buildBatch({
    chainId: 1,
    ledger: accountOf(0xaa),
    modelId: 1n,
    term: 1,
    rule: 'InfluenceV1',
    // Not canonical, and of no matter here.
    inferences: [
      {
        version: 1,
        payer: accountOf(1),
        from: 0n,
        to: fee,
        output: bytesOf('An Answer.'),
        receipt: `0x${'00'.repeat(65)}`,
        credits,
      },
    ],
    dataBps: 10_000,
    reserveOf: () => reserve,
  })
}

const find = (credits: Credit[], known: Partial<ChainFacts> = {}) => [
  ...findEvidence(checkOf(build(credits), { ...facts, ...known })),
]
const altered = (index: number, by: Partial<Credit>) => honest.map((it, i) => (i === index ? { ...it, ...by } : it))

describe('influence/v1', () => {
  test('weights stand in prior-art order, one after the other', () => {
    expect(honest.map(({ submissionId, start, length }) => [submissionId, start, length])).toEqual([
      [1n, 0n, WHOLE_WEIGHT / 2n],
      [2n, WHOLE_WEIGHT / 2n, WHOLE_WEIGHT / 4n],
      [3n, (WHOLE_WEIGHT / 4n) * 3n, WHOLE_WEIGHT / 4n],
    ])
  })

  test('pays by weight; what a revoked source weighs pays nobody', () => {
    const { bundle, commitment } = build(honest)
    expect(bundle.payouts.map(({ account, amount }) => [account, amount])).toEqual([
      [accountOf(0x77), fee / 20n + fee / 40n],
      [accountOf(0xa1), (fee / 20n) * 9n],
      [accountOf(0xb1), (fee / 40n) * 9n],
    ])
    expect(commitment.earned).toBe((fee / 4n) * 3n)
  })

  test('error: weights of more than a whole', () => {
    const whole = { submissionId: 1n, leafIndex: 0, contributor: accountOf(0xa1), weight: WHOLE_WEIGHT }
    expect(weightCredits([whole])).toHaveLength(1)
    expect(() => weightCredits([whole, { ...whole, leafIndex: 1, weight: 1n }])).toThrow('more than a whole')
    expect(() => weightCredits([{ ...whole, weight: -1n }])).toThrow('below 0')
  })

  test('finds nothing in an honest batch, whatever its output', () => {
    expect(find(honest)).toEqual([])
  })

  test.each<[string, Credit[], object]>([
    ['a weight of nothing', altered(1, { length: 0n }), { kind: 'MalformedList', reason: 'Empty' }],
    ['weights beyond a whole', altered(2, { length: WHOLE_WEIGHT }), { kind: 'MalformedList', reason: 'PastEnd' }],
    [
      'a first weight that begins late',
      altered(0, { start: 1n, length: WHOLE_WEIGHT / 2n - 1n }),
      { kind: 'MalformedList', reason: 'Order' },
    ],
    [
      'a gap',
      altered(1, { start: WHOLE_WEIGHT / 2n + 1n, length: WHOLE_WEIGHT / 4n - 1n }),
      { kind: 'MalformedList', reason: 'Order' },
    ],
    [
      'sources out of order',
      altered(1, { submissionId: 1n, leafIndex: 0, contributor: accountOf(0xa1) }),
      { kind: 'MalformedList', reason: 'Order' },
    ],
    ['a place', altered(0, { offset: 1n }), { kind: 'FalseCredit', reason: 'BadShape' }],
    ['a support', altered(0, { matchLength: 1n }), { kind: 'FalseCredit', reason: 'BadShape' }],
    [
      'another contributor',
      altered(0, { contributor: accountOf(0xee) }),
      { kind: 'FalseCredit', reason: 'WrongContributor' },
    ],
    [
      'a revoked source that pays',
      altered(2, { contributor: accountOf(0xc1) }),
      { kind: 'FalseCredit', reason: 'Ineligible' },
    ],
    ['a source that is not there', altered(2, { submissionId: 9n }), { kind: 'FalseCredit', reason: 'Ineligible' }],
  ])('proves %s', (_, credits, evidence) => {
    expect(find(credits)[0]).toMatchObject({ evidence })
  })

  test('a version that was not published is judged as one of words', () => {
    const findings = find(honest, { corpusOf: () => undefined })
    expect(findings[0]).toMatchObject({ evidence: { kind: 'WrongVersion' } })
    expect(findings).not.toContainEqual(
      expect.objectContaining({ evidence: expect.objectContaining({ kind: 'NotCanonical' }) }),
    )
  })
})
