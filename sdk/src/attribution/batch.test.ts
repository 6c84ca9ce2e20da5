import fc from 'fast-check'
import { type Address, getAddress, keccak256, numberToHex } from 'viem'
import { describe, expect, test } from 'vitest'
import { sumTreeRoot, sumTreeTotal, verifySumTreeProof } from '../trees/index.ts'
import { dataFeeOf, type Reserve, reserveAccountOf } from './amounts.ts'
import {
  type AttributedInference,
  type Batch,
  buildBatch,
  EmptyBatchError,
  EmptyRangeError,
  OverlappingInferencesError,
} from './batch.ts'
import { unpackBundle } from './bundle/index.ts'
import { checkBundle } from './check.ts'
import { claimsOf, ForeignPayoutsError } from './claim.ts'
import { type Credit, encodePayout } from './encoding.ts'
import { rebuildBatch } from './trees.ts'
import { whyAccount, whyOutput } from './why.ts'

const account = (seed: number): Address => getAddress(numberToHex(seed + 1, { size: 20 }))
fc.configureGlobal({ numRuns: 50 })

const chain = { chainId: 31337, ledger: account(0xaaaa) }
const reserve = account(500)

/** One credit per word of an output of words of 3 letters, for a part of its words. */
const answer = fc
  .record({
    owners: fc.array(fc.option(fc.integer({ min: 0, max: 4 }), { nil: undefined }), { maxLength: 12 }),
    payer: fc.integer({ min: 100, max: 103 }),
    price: fc.bigInt({ min: 1n, max: 10n ** 24n }),
  })
  .map(({ owners, payer, price }) => {
    const output = new TextEncoder().encode(owners.map(() => 'abc').join(' '))
    const credits = owners.flatMap((owner, i): Credit[] =>
      owner === undefined
        ? []
        : [
            {
              start: BigInt(4 * i),
              length: 3n,
              matchStart: 0n,
              matchLength: BigInt(output.length),
              submissionId: BigInt(owner + 1),
              leafIndex: owner,
              offset: 0n,
              contributor: owner === 4 ? reserve : account(owner),
            },
          ],
    )
    return { version: 1, payer: account(payer), price, output, receipt: `0x${'00'.repeat(65)}` as const, credits }
  })

const input = fc.record({
  answers: fc.array(answer, { minLength: 1, maxLength: 8 }),
  dataBps: fc.integer({ min: 1000, max: 10_000 }),
  reserveBps: fc.constantFrom(0, 1, 333, 2000),
})

function build({ answers, dataBps, reserveBps }: typeof input extends fc.Arbitrary<infer T> ? T : never) {
  const totals = new Map<Address, bigint>()
  const inferences = answers.map(({ price, ...rest }): AttributedInference => {
    const from = totals.get(rest.payer) ?? 0n
    totals.set(rest.payer, from + price)
    return { ...rest, from, to: from + price }
  })
  const reserveOf = (): Reserve => ({ reserveAccount: reserve, reserveBps })
  return buildBatch({ ...chain, modelId: 7n, term: 1, inferences, dataBps, reserveOf })
}

const asBatch = (commitment: Batch['commitment']): Batch => ({
  commitment,
  operator: account(9),
  bond: 1n,
  committedAt: 1,
  demandsUntil: 2,
  responsePeriod: 3,
  challengesUntil: 4,
  versionsSince: 0,
})

describe('a batch', () => {
  test('conserves the money to the wei', () => {
    fc.assert(
      fc.property(input, (parameters) => {
        const { commitment, bundle } = build(parameters)
        const paid = bundle.payouts.reduce((sum, { amount }) => sum + amount, 0n)
        expect(commitment.earned).toBe(paid)
        for (const { amount, entries } of bundle.payouts) {
          expect(entries.reduce((sum, entry) => sum + entry.amount, 0n)).toBe(amount)
        }
        const charged = new Map<Address, bigint>()
        for (const { payer, price } of parameters.answers) charged.set(payer, (charged.get(payer) ?? 0n) + price)
        // However its charges were cut into answers, a payer's data money is that of its total.
        const dataFees = [...charged.values()].reduce(
          (sum, total) => sum + dataFeeOf({ from: 0n, to: total, dataBps: parameters.dataBps }),
          0n,
        )
        expect(commitment.dataFees).toBe(dataFees)
        expect(commitment.earned).toBeLessThanOrEqual(dataFees)
      }),
    )
  })

  test('pays a wholly owned output out in full, whatever its cuts but for a wei each', () => {
    const output = new TextEncoder().encode('abc abc abc')
    const whole: Credit = {
      start: 0n,
      length: 11n,
      matchStart: 0n,
      matchLength: 11n,
      submissionId: 1n,
      leafIndex: 0,
      offset: 0n,
      contributor: account(0),
    }
    const cut = [0n, 4n, 8n].map((start) => ({ ...whole, start, length: 3n }))
    const earned = (credits: Credit[]) =>
      buildBatch({
        ...chain,
        modelId: 1n,
        term: 1,
        inferences: [
          { version: 1, payer: account(1), from: 0n, to: 101n, output, receipt: `0x${'00'.repeat(65)}`, credits },
        ],
        dataBps: 10_000,
        reserveOf: () => ({ reserveAccount: reserve, reserveBps: 2000 }),
      }).commitment.earned
    expect(earned([whole])).toBe(101n)
    expect(earned(cut)).toBe(99n)
  })

  test('orders inferences, payouts and entries strictly', () => {
    fc.assert(
      fc.property(input, (parameters) => {
        const { bundle } = build({ ...parameters, answers: [...parameters.answers].reverse() })
        const ascending = (keys: readonly (readonly bigint[])[]) =>
          keys.every((key, i) => {
            const previous = keys[i - 1]
            const at = key.findIndex((part, j) => part !== previous?.[j])
            return previous === undefined || (at >= 0 && previous[at]! < key[at]!) || key.length === 0
          })
        expect(ascending(bundle.payouts.map((payout) => [BigInt(payout.account)]))).toBe(true)
        for (const { entries } of bundle.payouts) {
          expect(ascending(entries.map((entry) => [BigInt(entry.inference), BigInt(entry.credit)]))).toBe(true)
        }
        const payers = bundle.inferences.map(({ payer }) => BigInt(payer))
        expect(payers).toEqual([...payers].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)))
      }),
    )
  })

  test('enters every credit once under its contributor and once under its reserve', () => {
    fc.assert(
      fc.property(input, (parameters) => {
        const { bundle, commitment } = build(parameters)
        const entries = bundle.payouts.flatMap((payout) =>
          payout.entries.map((entry) => `${payout.account} ${entry.inference} ${entry.credit}`),
        )
        const due = bundle.inferences.flatMap(({ credits }, i) =>
          credits.flatMap(({ contributor }, j) => [
            `${contributor} ${i} ${j}`,
            ...(parameters.reserveBps > 0 && contributor !== reserve ? [`${reserve} ${i} ${j}`] : []),
          ]),
        )
        expect(entries.toSorted()).toEqual(due.toSorted())
        const credits = bundle.inferences.reduce((sum, inference) => sum + inference.credits.length, 0)
        expect(commitment.creditCount).toBe(BigInt(credits))
        expect(commitment.entryCount).toBe(BigInt(entries.length))
      }),
    )
  })

  test('numbers credits and entries on from leaf to leaf', () => {
    fc.assert(
      fc.property(input, (parameters) => {
        const { trees, commitment } = build(parameters)
        const credits = trees.inferences.reduce((count, { firstCredit, creditCount }) => {
          expect(firstCredit).toBe(count)
          return count + BigInt(creditCount)
        }, 0n)
        const entries = trees.payouts.reduce((count, { firstEntry, entryCount }) => {
          expect(firstEntry).toBe(count)
          return count + BigInt(entryCount)
        }, 0n)
        expect([credits, entries]).toEqual([commitment.creditCount, commitment.entryCount])
      }),
    )
  })

  test('is rebuilt from its bundle bytes', async () => {
    await fc.assert(
      fc.asyncProperty(input, async (parameters) => {
        const { bundle, packed, commitment, trees } = build(parameters)
        const { hash, manifest, parts } = packed
        expect([keccak256(manifest), packed.size]).toEqual([commitment.bundleHash, commitment.bundleSize])
        const { bundle: decoded } = await unpackBundle(async (it) => (it === hash ? manifest : parts.get(it)!), hash)
        expect(decoded).toEqual(bundle)
        expect(rebuildBatch(decoded)).toEqual(trees)
        expect(checkBundle({ commitment }, decoded, chain).matches).toBe(true)
      }),
    )
  })

  test('error: no answers, or the same money twice', () => {
    const empty = {
      ...chain,
      modelId: 1n,
      term: 1,
      dataBps: 5000,
      reserveOf: () => ({ reserveAccount: reserve, reserveBps: 0 }),
    }
    expect(() => buildBatch({ ...empty, inferences: [] })).toThrow(EmptyBatchError)
    const paid = {
      version: 1,
      payer: account(1),
      output: new Uint8Array(),
      receipt: `0x${'00'.repeat(65)}`,
      credits: [],
    } as const
    const inferences = [
      { ...paid, from: 0n, to: 10n, credits: [] },
      { ...paid, from: 9n, to: 12n, credits: [] },
    ]
    expect(() => buildBatch({ ...empty, inferences })).toThrow(OverlappingInferencesError)
    for (const to of [4n, 5n]) {
      const uncharged = { ...paid, from: 5n, to, credits: [] }
      expect(() => buildBatch({ ...empty, inferences: [uncharged] })).toThrow(EmptyRangeError)
    }
  })
})

describe('checkBundle', () => {
  test('names what differs', () => {
    fc.assert(
      fc.property(input, (parameters) => {
        const { bundle, commitment } = build(parameters)
        const [first, ...rest] = bundle.inferences
        const altered = { ...bundle, term: 2, inferences: [{ ...first!, dataFee: first!.dataFee + 1n }, ...rest] }
        const result = checkBundle({ commitment }, altered, { ...chain, chainId: 1 })
        expect(result).toMatchObject({ matches: false })
        expect(!result.matches && result.mismatches.map(({ field }) => field)).toEqual([
          'chainId',
          'term',
          'inferencesRoot',
          'dataFees',
        ])
      }),
    )
  })

  test('finds sums that no tree holds', () => {
    const [parameters] = fc.sample(input, { numRuns: 1, seed: 1 })
    const { bundle, commitment } = build(parameters!)
    const payouts = [0, 1].map((i) => ({ account: account(i), amount: (1n << 128n) - 1n, entries: [] }))
    expect(checkBundle({ commitment }, { ...bundle, payouts }, chain)).toMatchObject({
      mismatches: [{ field: 'sums' }],
    })
  })
})

describe('claims', () => {
  test('prove each payout above 0 under the committed root', () => {
    fc.assert(
      fc.property(input, (parameters) => {
        const { bundle, commitment, trees } = build(parameters)
        const batches = [{ batchId: 3n, batch: asBatch(commitment), bundle, trees }]
        const claims = bundle.payouts.flatMap((payout) => claimsOf(payout.account, batches))
        expect(claims.reduce((sum, { payout }) => sum + payout.amount, 0n)).toBe(commitment.earned)
        for (const { payout: claim } of claims) {
          expect(
            verifySumTreeProof({
              root: sumTreeRoot(trees.payoutTree),
              total: sumTreeTotal(trees.payoutTree),
              count: commitment.payoutCount,
              index: claim.index,
              leaf: { bytes: encodePayout(claim.payout), sum: claim.amount },
              siblings: claim.siblings,
              siblingSums: claim.siblingSums,
            }),
          ).toBe(true)
        }
        expect(claimsOf(account(77), batches)).toEqual([])
      }),
    )
  })

  test("error: another batch's bundle", () => {
    const [parameters] = fc.sample(input, { numRuns: 1, seed: 1 })
    const { bundle, commitment, trees } = build(parameters!)
    const batch = asBatch({ ...commitment, payoutsRoot: `0x${'11'.repeat(32)}` })
    expect(() => claimsOf(account(0), [{ batchId: 3n, batch, bundle, trees }])).toThrow(ForeignPayoutsError)
  })
})

test('why: an account and an output see the same passages and amounts', () => {
  fc.assert(
    fc.property(input, (parameters) => {
      const { bundle } = build(parameters)
      const byOutput = bundle.inferences.flatMap((_, i) => whyOutput(i, bundle))
      for (const { account, amount } of bundle.payouts) {
        const why = whyAccount(account, bundle)
        expect(why.amount).toBe(amount)
        expect(why.earned.map(({ passage }) => passage)).toEqual(
          byOutput.filter(({ paid }) => paid.some((part) => part.account === account)),
        )
        for (const { passage } of why.earned) expect(passage.words).toBe('abc')
      }
      expect(whyAccount(account(77), bundle)).toEqual({ amount: 0n, earned: [] })
    }),
  )
})

test('reserve accounts differ by chain, registry and datanet', () => {
  const datanet = { chainId: 31337, registry: account(1), datanetId: 1n }
  const accounts = [
    datanet,
    { ...datanet, chainId: 1 },
    { ...datanet, registry: account(2) },
    { ...datanet, datanetId: 2n },
  ]
  expect(new Set(accounts.map(reserveAccountOf)).size).toBe(4)
})
