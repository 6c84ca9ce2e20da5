import type { Address } from 'viem'
import { describe, expect, test } from 'vitest'
import { type AttributedInference, buildBatch } from './batch.ts'
import type { Bundle } from './bundle.ts'
import { findFaults } from './faults.ts'

const account = (n: number): Address => `0x${n.toString(16).padStart(40, '0')}`
const reserve = { reserveAccount: account(9), reserveBps: 1000 }

const credit = (start: bigint, contributor: number) => ({
  start,
  length: 3n,
  matchStart: 0n,
  matchLength: 11n,
  submissionId: BigInt(contributor),
  leafIndex: 0,
  offset: 0n,
  contributor: account(contributor),
})

const answer = (payer: number, from: bigint, credits: AttributedInference['credits']): AttributedInference => ({
  version: 1,
  payer: account(payer),
  from,
  to: from + 1000n,
  output: new TextEncoder().encode('one two six'),
  receipt: `0x${'00'.repeat(65)}`,
  credits,
})

/** A batch of three answers, built anew for each test, which may spoil it. */
function honest(): Bundle {
  const inferences = [
    answer(1, 0n, [credit(0n, 3), credit(4n, 4)]),
    answer(1, 1000n, []),
    answer(2, 500n, [credit(8n, 3)]),
  ]
  const of = { chainId: 1, ledger: account(7), modelId: 1n, term: 1, dataBps: 7000, reserveOf: () => reserve }
  return buildBatch({ ...of, inferences }).bundle
}

function faultsOf(bundle: Bundle): string[] {
  const charged = new Map([
    [account(1), 2000n],
    [account(2), 1500n],
  ])
  const chain = { dataBps: 7000, reserveOf: () => reserve, chargedOf: (payer: Address) => charged.get(payer)! }
  return [...findFaults({ bundle, ...chain })].map(({ at }) => at)
}

describe('findFaults', () => {
  test('finds none in an honest batch', () => {
    expect(faultsOf(honest())).toEqual([])
  })

  const lies: [name: string, at: string, lie: (bundle: Bundle) => void][] = [
    ['answers in another order', 'inferences.1', ({ inferences }) => inferences.reverse()],
    ['an answer twice', 'inferences.1', ({ inferences }) => inferences.splice(1, 0, inferences[0]!)],
    [
      'answers that overlap',
      'inferences.1.from',
      ({ inferences }) => {
        inferences[1]!.from = 999n
      },
    ],
    [
      'an empty range',
      'inferences.1.to',
      ({ inferences }) => {
        inferences[1]!.to = 1000n
      },
    ],
    [
      'more than was charged',
      'inferences.2.to',
      ({ inferences }) => {
        inferences[2]!.to = 1501n
      },
    ],
    [
      'another data fee',
      'inferences.0.dataFee',
      ({ inferences }) => {
        inferences[0]!.dataFee += 1n
      },
    ],
    [
      'an output that is not canonical',
      'inferences.1.output',
      ({ inferences }) => {
        inferences[1]!.output = new TextEncoder().encode('One two six')
      },
    ],
    [
      'credits that overlap',
      'inferences.0.credits.1.start',
      ({ inferences }) => {
        inferences[0]!.credits[1]!.start = 3n
      },
    ],
    [
      'a wei moved to another account',
      'payouts.0',
      ({ payouts }) => {
        payouts[0]!.amount += 1n
        payouts[1]!.amount -= 1n
      },
    ],
    [
      'an account left out',
      'payouts.1',
      ({ payouts }) => {
        payouts.splice(1, 1)
      },
    ],
    [
      'an account of nothing',
      'payouts.3',
      ({ payouts }) => {
        payouts.push({ account: account(10), amount: 0n, entries: [] })
      },
    ],
    [
      'an entry left out',
      'payouts.0',
      ({ payouts }) => {
        payouts[0]!.entries.pop()
      },
    ],
  ]
  test.each(lies)('finds %s', (_, at, lie) => {
    const bundle = honest()
    lie(bundle)
    expect(faultsOf(bundle)).toContain(at)
  })
})
