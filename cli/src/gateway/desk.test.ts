import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { recoverReceipt, signVoucher } from '@openledger/sdk'
import { type Address, numberToHex, zeroAddress } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { collect } from '../../test/collect.ts'
import { type Desk, openDesk } from './desk.ts'
import { type Journal, type JournaledAnswer, openJournal, readJournal } from './journal.ts'
import { ApiError } from './openai.ts'
import { encodeVoucherHeader, readVoucher, type SignedVoucher } from './voucher.ts'

const account = (seed: number) => privateKeyToAccount(numberToHex(seed, { size: 32 }))
const domain = { chainId: 31337, escrow: '0x00000000000000000000000000000000000e5c70' } as const
const [payer, other, receiptKey] = [account(1), account(2), account(3)]
const price = 10n

let folder: string
let journal: Journal
let desk: Desk
let charged: bigint
let refused: ApiError | undefined

async function open(): Promise<void> {
  const sold: JournaledAnswer[] = []
  journal = await openJournal(join(folder, 'journal.jsonl'), (answer) => sold.push(answer))
  desk = openDesk({
    domain,
    modelId: 1n,
    term: 1,
    version: 3,
    receiptKey,
    journal,
    sold,
    answer: async (question) =>
      question === 'nothing'
        ? undefined
        : { content: question, passages: [], outputRoot: `0x${'11'.repeat(32)}`, credits: [] },
    async readTerms() {
      if (refused) throw refused
      return { account: { available: 100n - charged, charged }, price }
    },
    now: () => new Date(0),
  })
}

const journaled = () => collect(readJournal(join(folder, 'journal.jsonl')))

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'openledger-desk-'))
  charged = 0n
  refused = undefined
  await open()
})
afterEach(async () => {
  await journal.close()
  await rm(folder, { recursive: true })
})

async function voucher(cumulativeAmount: bigint, from = payer, signer = from): Promise<SignedVoucher> {
  const unsigned = { payer: from.address, modelId: 1n, term: 1, cumulativeAmount }
  return { ...unsigned, signature: await signVoucher(signer, domain, unsigned) }
}

async function refusal(promise: Promise<unknown>): Promise<string> {
  const error = await promise.catch((caught: unknown) => caught)
  expect(error).toBeInstanceOf(ApiError)
  return (error as ApiError).code
}

test('answers follow one another in the running total, each with a receipt of the term', async () => {
  const first = await desk.sell(await voucher(10n), 'a')
  const second = await desk.sell(await voucher(20n), 'b')
  expect([first.from, first.to, second.from, second.to]).toEqual([0n, 10n, 10n, 20n])
  const { modelId, term, version, from, to, outputRoot } = second
  const receipt = { modelId, term, version, payer: payer.address, from, to, outputRoot }
  expect(await recoverReceipt(domain, receipt, second.receipt)).toBe(receiptKey.address)
})

test('behavior: requests at the same moment never share a stretch', async () => {
  const vouchers = await Promise.all([
    voucher(50n),
    voucher(50n),
    voucher(50n, other),
    voucher(50n),
    voucher(50n, other),
  ])
  const sold = await Promise.all(vouchers.map((paid, i) => desk.sell(paid, `question ${i}`)))
  const stretches = sold.map(
    (answer) => `${answer.payer === payer.address ? 'payer' : 'other'} ${answer.from}-${answer.to}`,
  )
  expect(new Set(stretches)).toEqual(new Set(['payer 0-10', 'payer 10-20', 'payer 20-30', 'other 0-10', 'other 10-20']))
  expect(await journaled()).toHaveLength(5)
})

test('behavior: a retry of the same question with the same voucher is given again and not sold again', async () => {
  const first = await desk.sell(await voucher(10n), 'a')
  await journal.close()
  await open()
  expect(await desk.sell(await voucher(10n), 'a')).toEqual(first)
  expect(await journaled()).toHaveLength(1)
  expect(await refusal(desk.sell(await voucher(10n), 'b'))).toBe('voucher_too_small')
})

test('behavior: when nothing more can be sold, what was paid is still given again', async () => {
  const first = await desk.sell(await voucher(10n), 'a')
  refused = new ApiError(410, 'invalid_request_error', 'term_ended', 'It is over.')
  expect(await desk.sell(await voucher(10n), 'a')).toEqual(first)
  expect(await refusal(desk.sell(await voucher(20n), 'b'))).toBe('term_ended')
  expect(await journaled()).toHaveLength(1)
})

test('behavior: a restart goes on where the journal ends, whether or not the vouchers were redeemed', async () => {
  await desk.sell(await voucher(50n), 'a')
  charged = 50n
  await journal.close()
  await open()
  expect((await desk.sell(await voucher(50n), 'b')).from).toBe(10n)
  expect((await desk.sell(await voucher(60n, other), 'c')).from).toBe(50n)
})

test('error: a voucher that does not pay is refused, and nothing is sold', async () => {
  expect(await refusal(desk.sell(await voucher(9n), 'a'))).toBe('voucher_too_small')
  expect(await refusal(desk.sell(await voucher(101n), 'a'))).toBe('voucher_over_deposit')
  expect(await refusal(desk.sell(await voucher(10n), 'nothing'))).toBe('no_answer')
  expect(await journaled()).toHaveLength(0)
})

test('error: headers that are no voucher of this payer, model and term', async () => {
  const readSessionKey = async () => ({ key: zeroAddress, nextFrom: 0 }) as const
  const term = { domain, modelId: 1n, term: 1, readSessionKey }
  const good = await voucher(10n)
  expect(await readVoucher(encodeVoucherHeader(good), term)).toEqual(good)
  const codeOf = (header: string | undefined, of = term) => refusal(readVoucher(header, of))
  expect(await codeOf(undefined)).toBe('voucher_missing')
  expect(await codeOf('')).toBe('voucher_malformed')
  expect(await codeOf('%%%')).toBe('voucher_malformed')
  expect(await codeOf(encodeVoucherHeader({ ...good, cumulativeAmount: 1n << 128n }))).toBe('voucher_malformed')
  expect(await codeOf(encodeVoucherHeader(good), { ...term, term: 2 })).toBe('voucher_for_another_term')
  expect(await codeOf(encodeVoucherHeader(good), { ...term, modelId: 2n })).toBe('voucher_for_another_term')
  expect(await codeOf(encodeVoucherHeader(await voucher(10n, payer, other)))).toBe('voucher_wrong_key')
  expect(await codeOf(encodeVoucherHeader({ ...good, cumulativeAmount: 11n }))).toBe('voucher_wrong_key')
  expect(await codeOf(encodeVoucherHeader({ ...good, signature: `0x${'ff'.repeat(65)}` }))).toBe('voucher_wrong_key')
})

test('behavior: the session key in force signs for its payer, until a change of it was asked for', async () => {
  const paid = encodeVoucherHeader(await voucher(10n, payer, other))
  const read = (key: Address, nextFrom = 0) =>
    readVoucher(paid, { domain, modelId: 1n, term: 1, readSessionKey: async () => ({ key, nextFrom }) })
  expect(await read(other.address)).toMatchObject({ payer: payer.address, cumulativeAmount: 10n })
  expect(await refusal(read(receiptKey.address))).toBe('voucher_wrong_key')
  expect(await refusal(read(other.address, 1))).toBe('voucher_key_ending')
  const own = encodeVoucherHeader(await voucher(10n))
  const changing = async () => ({ key: other.address, nextFrom: 1 })
  expect(await readVoucher(own, { domain, modelId: 1n, term: 1, readSessionKey: changing })).toBeDefined()
  // Nobody signs for the zero address.
  const broken = encodeVoucherHeader({ ...(await voucher(10n)), signature: `0x${'00'.repeat(65)}` })
  const none = async () => ({ key: zeroAddress, nextFrom: 0 })
  expect(await refusal(readVoucher(broken, { domain, modelId: 1n, term: 1, readSessionKey: none }))).toBe(
    'voucher_wrong_key',
  )
})
