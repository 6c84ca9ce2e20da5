import { appendFile, mkdtemp, open, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { type Address, getAddress, type Hex, keccak256, numberToHex, zeroAddress } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Reserve } from '../../attribution/amounts.ts'
import {
  type AttributedInference,
  buildBatch,
  EmptyBatchError,
  EmptyRangeError,
  OverlappingInferencesError,
} from '../../attribution/batch.ts'
import { claimsOf } from '../../attribution/claim.ts'
import type { Credit } from '../../attribution/encoding.ts'
import { SumOutOfRangeError } from '../../errors/trees.ts'
import { createAnswers, scanAnswers } from './answers.ts'
import { type BatchProgress, buildLargeBatch, type LargeBatchParameters } from './build.ts'
import { openPayouts, UncommittedPayoutsError } from './claims.ts'
import { AnswerOutOfRangeError, AnswersDamagedError } from './errors.ts'
import { payoutOf } from './payouts.ts'

let folder: string
let files = 0

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'openledger-batch-'))
})

afterAll(() => rm(folder, { recursive: true }))

const account = (seed: number): Address => getAddress(numberToHex(seed, { size: 20 }))
const chain = { chainId: 31337, ledger: account(0xaaaa), modelId: 7n, term: 1 }

async function fileOf(answers: readonly AttributedInference[]): Promise<string> {
  const path = join(folder, `answers-${files++}`)
  const writer = await createAnswers(path)
  try {
    for (const answer of answers) await writer.append(answer)
  } finally {
    await writer.close()
  }
  return path
}

type Made = Pick<LargeBatchParameters, 'dataBps' | 'rule' | 'workers' | 'partBytes'> & {
  answers: readonly AttributedInference[]
  reserveOf(submissionId: bigint): Reserve
}

/** The batch of the engine, with the blobs that it wrote. */
async function built({ answers, ...made }: Made, more: Partial<LargeBatchParameters> = {}) {
  const blobs = new Map<Hex, Uint8Array>()
  const path = await fileOf(answers)
  const write = async (hash: Hex, bytes: Uint8Array) => void blobs.set(hash, bytes)
  const batch = await buildLargeBatch({ ...chain, answers: path, workers: 0, ...made, write, ...more })
  return { ...batch, blobs }
}

/** The batch of the plain library. */
function plain({ answers, dataBps, rule, partBytes, reserveOf }: Made) {
  const gzip = (bytes: Uint8Array) => gzipSync(bytes, { level: 1 })
  const options = { rule, partBytes, gzip, reserveOf: ({ submissionId }: Credit) => reserveOf(submissionId) }
  return buildBatch({ ...chain, inferences: answers, dataBps, ...options })
}

const submissions = 6n
const credit = fc
  .record({
    span: fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 })),
    submissionId: fc.bigInt(1n, submissions),
    leafIndex: fc.nat(2 ** 32 - 1),
    offset: fc.nat(2 ** 40),
    contributor: fc.constantFrom(zeroAddress, account(1), account(2), account(3), account(100)),
  })
  .map(({ span: [start, length], offset, ...rest }): Credit => {
    const [matchStart, matchLength] = [BigInt(start), BigInt(length + 3)]
    return { ...rest, start: BigInt(start), length: BigInt(length), matchStart, matchLength, offset: BigInt(offset) }
  })
const answer = fc.record({
  version: fc.nat(5),
  payer: fc.integer({ min: 50, max: 54 }).map(account),
  price: fc.oneof(fc.bigInt(1n, 100n), fc.bigInt(1n, 1n << 100n)),
  output: fc.uint8Array({ maxLength: 700 }).map((bytes) => Uint8Array.from(bytes)),
  receipt: fc
    .uint8Array({ minLength: 65, maxLength: 65 })
    .map((bytes): Hex => `0x${Buffer.from(bytes).toString('hex')}`),
  credits: fc.array(credit, { maxLength: 6 }),
})
const input: fc.Arbitrary<Made> = fc
  .record({
    answers: fc.array(answer, { minLength: 1, maxLength: 30 }),
    seed: fc.nat(),
    dataBps: fc.integer({ min: 1, max: 10_000 }),
    rule: fc.constantFrom('WindowV1' as const, 'InfluenceV1' as const),
    partBytes: fc.constantFrom(1, 500, 3_000, undefined),
    reserves: fc.array(fc.tuple(fc.integer({ min: 98, max: 101 }), fc.constantFrom(0, 1, 2000)), {
      minLength: Number(submissions) + 1,
      maxLength: Number(submissions) + 1,
    }),
  })
  .map(({ answers, seed, reserves, ...rest }) => {
    const totals = new Map<Address, bigint>()
    const ranged = answers.map(({ price, ...paid }): AttributedInference => {
      const from = totals.get(paid.payer) ?? 0n
      totals.set(paid.payer, from + price)
      return { ...paid, from, to: from + price }
    })
    const shuffled = ranged.map((it, i) => ({ it, key: Math.imul(i + 1, seed | 1) })).sort((a, b) => a.key - b.key)
    const reserveOf = (submissionId: bigint) => {
      const [seedOfReserve, reserveBps] = reserves[Number(submissionId)]!
      return { reserveAccount: account(seedOfReserve), reserveBps }
    }
    return { ...rest, answers: shuffled.map(({ it }) => it), reserveOf }
  })

describe('a large batch', () => {
  test('is the plain one, to the byte', async () => {
    await fc.assert(
      fc.asyncProperty(input, async (made) => {
        const [large, small] = [await built(made), plain(made)]
        expect(large.commitment).toEqual(small.commitment)
        expect(large.blobs.get(small.packed.hash)).toEqual(small.packed.manifest)
        for (const [hash, bytes] of small.packed.parts) expect(Buffer.compare(large.blobs.get(hash)!, bytes)).toBe(0)
        expect(large.blobs.size).toBe(small.packed.parts.size + 1)
      }),
      { numRuns: 60 },
    )
  })

  test('is the same by any number of threads, with an account that has most of the entries', async () => {
    const text = new TextEncoder().encode('a b c d')
    const whole = { start: 0n, length: 1n, matchStart: 0n, matchLength: 7n, leafIndex: 0, offset: 0n }
    const credits = Array.from({ length: 40 }, (_, i): Credit => {
      return { ...whole, submissionId: BigInt(i % 3), contributor: account(1 + (i % 7)) }
    })
    const answers = Array.from({ length: 125 }, (_, i): AttributedInference => {
      const from = BigInt(i) * 10n ** 18n
      return {
        version: 1,
        payer: account(50 + (i % 3)),
        from,
        to: from + 10n ** 18n,
        output: text,
        receipt: `0x${'07'.repeat(65)}`,
        credits,
      }
    })
    const reserveOf = () => ({ reserveAccount: account(900), reserveBps: 500 })
    const made = { answers, dataBps: 7_000, reserveOf, partBytes: 20_000 }
    const [small, one, two] = [plain(made), await built(made), await built({ ...made, workers: 2 })]
    expect(small.commitment.entryCount).toBe(10_000n)
    expect(one.commitment).toEqual(small.commitment)
    expect(two.commitment).toEqual(small.commitment)
    expect(two.blobs).toEqual(one.blobs)
  })

  test('knows its payers however much is read between them', async () => {
    const payers = [3, 1, 2].map((seed) => account(50 + seed))
    const output = new Uint8Array(600_000)
    const answers = Array.from({ length: 60 }, (_, i): AttributedInference => {
      const range = { from: BigInt(i), to: BigInt(i + 1) }
      return { version: 1, payer: payers[i % 3]!, ...range, output, receipt: `0x${'07'.repeat(65)}`, credits: [] }
    })
    const { payerTable, payers: places } = await scanAnswers(await fileOf(answers))
    expect(payerTable.map((it) => getAddress(it))).toEqual([...payers].sort())
    expect([...places].map((place) => getAddress(payerTable[place]!))).toEqual(answers.map(({ payer }) => payer))
  })

  test('gives the claims of the plain one', async () => {
    await fc.assert(
      fc.asyncProperty(input, async (made) => {
        const [{ blobs, payouts: kept }, { commitment, bundle, trees }] = [await built(made), plain(made)]
        const payouts = await openPayouts(async (hash) => blobs.get(hash)!, commitment)
        expect(payouts).toEqual(kept)
        const other = { ...commitment, payoutsRoot: commitment.inferencesRoot }
        await expect(openPayouts(async (hash) => blobs.get(hash)!, other)).rejects.toThrow(UncommittedPayoutsError)
        const batch = { commitment } as never
        for (const holder of [1, 2, 3, 98, 100, 101, 77].map(account)) {
          const [claim] = claimsOf(holder, [{ batchId: 1n, batch, bundle, trees }])
          const proof = payoutOf(payouts, holder)
          if (claim) expect(proof).toEqual(claim.payout)
          else expect(proof?.amount ?? 0n).toBe(0n)
        }
      }),
      { numRuns: 20 },
    )
  })

  test('says how far it is, and ends where it is told to', async () => {
    const made = fc.sample(input, { numRuns: 1, seed: 4 })[0]!
    const seen: BatchProgress[] = []
    await built({ ...made, partBytes: 1 }, { onProgress: (progress) => seen.push(progress) })
    expect([...new Set(seen.map(({ phase }) => phase))]).toEqual(['reading', 'inferences', 'accounts', 'payouts'])
    expect(seen.every(({ done, total }) => done >= 0 && done <= total)).toBe(true)
    for (const workers of [0, 1]) {
      const abort = new AbortController()
      const stop = ({ phase }: BatchProgress) => phase === 'inferences' && abort.abort(new Error('enough'))
      const options = { workers, signal: abort.signal, onProgress: stop }
      await expect(built({ ...made, partBytes: 1 }, options)).rejects.toThrow('enough')
    }
  })
})

describe('refuses', () => {
  const paid: AttributedInference = {
    version: 1,
    payer: account(50),
    from: 0n,
    to: 10n,
    output: new Uint8Array(),
    receipt: `0x${'00'.repeat(65)}`,
    credits: [],
  }
  const none = () => ({ reserveAccount: zeroAddress, reserveBps: 0 })
  const of = (...answers: AttributedInference[]) => built({ answers, dataBps: 5_000, reserveOf: none })
  const source = { submissionId: 1n, leafIndex: 0, offset: 0n, contributor: account(1) }
  const credit = { start: 0n, length: 1n, matchStart: 0n, matchLength: 1n, ...source }

  test('no answers, none that paid nothing, none that paid twice', async () => {
    await expect(of()).rejects.toThrow(EmptyBatchError)
    await expect(of({ ...paid, to: 0n })).rejects.toThrow(EmptyRangeError)
    await expect(of(paid, { ...paid, from: 9n, to: 12n })).rejects.toThrow(OverlappingInferencesError)
    await expect(of({ ...paid, from: 9n, to: 12n }, paid)).rejects.toThrow(OverlappingInferencesError)
  })

  test.each([
    ['a submission beyond 63 bits', { ...paid, credits: [{ ...credit, submissionId: 1n << 63n }] }],
    ['a position beyond 32 bits', { ...paid, credits: [{ ...credit, matchStart: 1n << 32n }] }],
    ['a running total beyond 128 bits', { ...paid, to: 1n << 128n }],
    ['a short receipt', { ...paid, receipt: '0x00' as Hex }],
    ['a short account', { ...paid, payer: '0x00' as Address }],
    ['a version that is no number', { ...paid, version: 0.5 }],
  ])('%s', async (_, answer) => {
    await expect(of(answer)).rejects.toThrow(AnswerOutOfRangeError)
  })

  test('more than 128 bits of money, in whatever thread it shows', async () => {
    const rich = { ...paid, to: (1n << 128n) - 1n, credits: [{ ...credit, length: 1n << 40n }] }
    for (const workers of [0, 1]) {
      await expect(built({ answers: [rich], dataBps: 10_000, reserveOf: none, workers })).rejects.toThrow(
        SumOutOfRangeError,
      )
    }
  })

  test('a file that is none, or was changed; what a crash cut short was never there', async () => {
    const reserveOf = none
    const from = (path: string, workers = 0) =>
      buildLargeBatch({ ...chain, dataBps: 5_000, reserveOf, answers: path, workers, write: async () => {} })
    const whole = await fileOf([paid, { ...paid, from: 10n, to: 20n }])
    const { commitment } = await from(whole)
    expect(commitment.inferenceCount).toBe(2)
    const bytes = await readFile(whole)
    await truncate(whole, bytes.length - 1)
    expect((await from(whole)).commitment.inferenceCount).toBe(1)
    for (const [at, value] of [
      [0, 0x78],
      [16, 0x01],
      [40, 0x09],
    ] as const) {
      const path = join(folder, `damaged-${at}`)
      await writeFile(path, bytes)
      const file = await open(path, 'r+')
      await file.write(Uint8Array.of(value), 0, 1, at)
      await file.close()
      for (const workers of [0, 1]) await expect(from(path, workers)).rejects.toThrow(AnswersDamagedError)
    }
    await appendFile(whole, 'x')
    await expect(createAnswers(whole)).rejects.toThrow(/EEXIST/)
    expect(keccak256(bytes)).toMatch(/^0x/)
  })
})
