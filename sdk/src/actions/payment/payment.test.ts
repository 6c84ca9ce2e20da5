import { zeroAddress, zeroHash } from 'viem'
import { getBlock } from 'viem/actions'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keyOf } from '../../../test/chain.ts'
import { signPermit } from '../../../test/permit.ts'
import { newModelOf, openDatanet, openModel, type Party, type Stage, startStage } from '../../../test/stage.ts'
import {
  InferenceEscrowBadSignatureError,
  InferenceEscrowDepositTooSmallError,
  InferenceEscrowNoOpenRequestError,
  InferenceEscrowNothingAvailableError,
  InferenceEscrowNothingToCollectError,
  InferenceEscrowNothingToRedeemError,
  InferenceEscrowNothingToReleaseError,
  InferenceEscrowNotOperatorError,
  InferenceEscrowPriceTooHighError,
  InferenceEscrowRequestPendingError,
} from '../../errors/index.ts'

import {
  authorizationNonceOf,
  hashReceipt,
  hashVoucher,
  signFundingAuthorization,
  signVoucher,
} from '../../payment/index.ts'
import { redeem } from './redeem.ts'

let stage: Stage
let owner: Party
let payer: Party
let datanetId: bigint
let modelId: bigint
const term = 1

beforeAll(async () => {
  stage = await startStage()
  owner = await stage.enter(1)
  payer = await stage.enter(2)
  datanetId = (await openDatanet(stage, { curator: owner, validator: await stage.enter(3) })).datanetId
  modelId = (await openModel(owner, { datanetId, receiptKey: keyOf(20) })).modelId
  await payer.token.approveSync({ spender: escrow(), value: 2n ** 256n - 1n })
})
afterAll(() => stage?.stop())

const escrow = () => stage.deployment.contracts.InferenceEscrow
const domain = () => ({ chainId: stage.deployment.chainId, escrow: escrow() })
const voucherOf = async (cumulativeAmount: bigint, by = payer) => {
  const voucher = { payer: payer.account.address, modelId, term, cumulativeAmount }
  return { ...voucher, signature: await signVoucher(by.account, domain(), voucher) }
}

/** One who comes in only for some tests. */
const enterThird = () => stage.enter(7)

test('fund', async () => {
  const account = payer.account.address
  const funded = await payer.payment.fundSync({ modelId, payer: account, amount: 10_000n })
  expect(funded).toMatchObject({ modelId, payer: account, from: account, amount: 10_000n })
  expect(await payer.payment.getDeposit({ modelId, payer: account })).toMatchObject({ balance: 10_000n })
  expect(await payer.payment.listDeposits({ args: { payer: account } })).toHaveLength(1)
})

describe('redeem', () => {
  test('default', async () => {
    const vouchers = [await voucherOf(4_000n)]
    const { events } = await owner.payment.redeemSync({ modelId, term, vouchers })
    expect(events).toEqual([
      {
        modelId,
        term,
        payer: payer.account.address,
        charged: 4_000n,
        amount: 4_000n,
        dataAmount: 2_400n,
        protocolAmount: 200n,
        baseAmount: 0n,
        ownerAmount: 1_400n,
      },
    ])
    expect(await owner.payment.getCharged({ modelId, term, payer: payer.account.address })).toBe(4_000n)
    expect(await owner.payment.getPool({ modelId, term })).toBe(2_400n)
    expect(await owner.payment.getOwnerRevenue({ modelId })).toBe(1_400n)
    expect(await owner.payment.getProtocolFees()).toBe(200n)
    expect((await owner.payment.listRedemptions({ args: { modelId } })).map(({ args }) => args.charged)).toEqual([
      4_000n,
    ])
  })

  test('behavior: a dry run returns what would be taken and takes nothing', async () => {
    const vouchers = [await voucherOf(5_000n)]
    expect(await redeem.simulate(owner, { deployment: stage.deployment, modelId, term, vouchers })).toBe(1_000n)
  })

  test('error: a voucher redeemed already', async () => {
    const redeeming = owner.payment.redeem({ modelId, term, vouchers: [await voucherOf(4_000n)] })
    await expect(redeeming).rejects.toBeInstanceOf(InferenceEscrowNothingToRedeemError)
  })

  test('error: a voucher over the deposit', async () => {
    const redeeming = owner.payment.redeem({ modelId, term, vouchers: [await voucherOf(10_001n)] })
    await expect(redeeming).rejects.toBeInstanceOf(InferenceEscrowDepositTooSmallError)
    await expect(redeeming).rejects.toMatchObject({ values: { needed: 6_001n, balance: 6_000n } })
  })

  test('error: somebody else’s signature', async () => {
    const redeeming = owner.payment.redeem({ modelId, term, vouchers: [await voucherOf(5_000n, owner)] })
    await expect(redeeming).rejects.toBeInstanceOf(InferenceEscrowBadSignatureError)
  })
})

test('owner and treasury collect', async () => {
  expect(await payer.payment.collectOwnerRevenueSync({ modelId })).toMatchObject({
    owner: owner.account.address,
    amount: 1_400n,
  })
  expect(await payer.payment.collectProtocolFeesSync()).toMatchObject({
    treasury: stage.deployment.contracts.TimelockController,
    amount: 200n,
  })
})

test('a payer withdraws after the delay', async () => {
  const { availableAt } = await payer.payment.requestWithdrawalSync({ modelId, amount: 1_000n })
  const early = payer.payment.withdraw({ modelId })
  await expect(early).rejects.toBeInstanceOf(InferenceEscrowNothingAvailableError)
  await stage.time.setNextBlockTimestamp({ timestamp: availableAt })
  await stage.time.mine({ blocks: 1 })
  expect(await payer.payment.withdrawSync({ modelId })).toMatchObject({ amount: 1_000n })
})

describe('deposits by signature', () => {
  const before = async () => (await owner.payment.getDeposit({ modelId, payer: payer.account.address })).balance

  test('by a permit, in one transaction', async () => {
    const balance = await before()
    const third = await enterThird()
    const permit = await signPermit(third, stage, { spender: escrow(), value: 9n, deadline: 2n ** 64n })
    const { deadline, v, r, s } = permit
    const payment = { modelId, payer: payer.account.address, amount: permit.value, deadline, v, r, s }
    const funded = await third.payment.fundWithPermitSync(payment)
    expect(funded).toMatchObject({ from: third.account.address, amount: 9n })
    expect((await before()) - balance).toBe(9n)
  })

  test('by an authorisation that somebody else carries', async () => {
    const balance = await before()
    const account = payer.account.address
    const { contracts, chainId } = stage.deployment
    const at = { chainId, token: contracts.OpenToken, escrow: escrow() }
    const funding = { modelId, payer: account, from: account, amount: 7n, validAfter: 0n, validBefore: 2n ** 40n }
    const salt = `0x${'5a'.repeat(32)}` as const
    expect(await owner.payment.getAuthorizationNonce({ modelId, payer: account, salt })).toBe(
      authorizationNonceOf({ modelId, payer: account, salt }),
    )
    const signed = await signFundingAuthorization(payer.account, at, { ...funding, salt })
    expect(await owner.payment.fundWithAuthorizationSync(signed)).toMatchObject({ from: account, amount: 7n })
    expect((await before()) - balance).toBe(7n)
  })
})

test('a session key signs vouchers', async () => {
  const session = await enterThird()
  const account = payer.account.address
  const { effectiveFrom } = await payer.payment.setSessionKeySync({ modelId, key: session.account.address })
  expect(effectiveFrom).toBe((await getBlock(owner)).timestamp)
  expect(await owner.payment.getSessionKey({ modelId, payer: account })).toEqual({
    key: session.account.address,
    nextFrom: 0,
    next: zeroAddress,
  })
  const { events } = await owner.payment.redeemSync({ modelId, term, vouchers: [await voucherOf(4_010n, session)] })
  expect(events).toMatchObject([{ amount: 10n }])
  expect(await owner.payment.listSessionKeys({ args: { modelId } })).toHaveLength(1)
})

test('pay', async () => {
  const given = await payer.payment.paySync({ modelId, amount: 1_000n })
  expect(given).toMatchObject({ dataAmount: 600n, protocolAmount: 50n, baseAmount: 0n, ownerAmount: 350n })
  expect(await payer.payment.getGiven({ modelId, payer: payer.account.address })).toBe(1_000n)
  expect(await payer.payment.listGifts({ args: { modelId } })).toHaveLength(1)
})

describe('requests', () => {
  const price = 10n ** 18n
  const soon = async () => Number((await getBlock(owner)).timestamp) + 3_600
  const ask = async () =>
    payer.payment.requestInferenceSync({
      modelId,
      prompt: '0x776879',
      maxPrice: price,
      callbackGas: 0,
      deadline: await soon(),
    })

  test('an answer is a receipt on the requester’s own line', async () => {
    const { requestId } = await ask()
    expect(await owner.payment.getRequest({ requestId })).toMatchObject({ requester: payer.account.address, price })
    expect(await owner.payment.getRequestCount()).toBe(requestId)
    const answering = payer.payment.answerRequest({ requestId, version: 1, answer: '0x00', outputRoot: zeroHash })
    await expect(answering).rejects.toBeInstanceOf(InferenceEscrowNotOperatorError)
    const account = await owner.payment.getRequestAccount({ requester: payer.account.address })
    const answered = await owner.payment.answerRequestSync({
      requestId,
      version: 1,
      answer: '0x626563617573',
      outputRoot: zeroHash,
    })
    expect(answered).toMatchObject({ payer: account, from: 0n, to: price, answer: '0x626563617573' })
    const receipt = { modelId, term, version: 1, payer: account, from: 0n, to: price, outputRoot: zeroHash }
    expect(await owner.payment.isAnswered({ receiptDigest: hashReceipt(domain(), receipt) })).toBe(true)
    expect(await owner.payment.getCharged({ modelId, term, payer: account })).toBe(price)
    expect(await owner.payment.listRequests({ args: { modelId } })).toHaveLength(1)
    expect((await owner.payment.listAnswers({ args: { requestId } })).map(({ args }) => args.to)).toEqual([price])
  })

  test('what is not answered is refunded', async () => {
    const { requestId, deadline } = await ask()
    await expect(owner.payment.refundRequest({ requestId })).rejects.toBeInstanceOf(InferenceEscrowRequestPendingError)
    await stage.time.setNextBlockTimestamp({ timestamp: deadline })
    await stage.time.mine({ blocks: 1 })
    expect(await owner.payment.refundRequestSync({ requestId })).toMatchObject({ amount: price })
    const requester = payer.account.address
    expect(await owner.payment.getRefunds({ requester })).toBe(price)
    expect(await owner.payment.collectRefundsSync({ requester })).toMatchObject({ amount: price })
    const again = owner.payment.collectRefunds({ requester })
    await expect(again).rejects.toBeInstanceOf(InferenceEscrowNothingToCollectError)
    await expect(owner.payment.refundRequest({ requestId })).rejects.toBeInstanceOf(InferenceEscrowNoOpenRequestError)
  })

  test('error: a price over the requester’s limit', async () => {
    const asking = payer.payment.requestInference({
      modelId,
      prompt: '0x776879',
      maxPrice: price - 1n,
      callbackGas: 0,
      deadline: await soon(),
    })
    await expect(asking).rejects.toBeInstanceOf(InferenceEscrowPriceTooHighError)
  })
})

test('a base keeps what it does not pass on', async () => {
  const receiptKey = keyOf(20)
  const derived = {
    ...newModelOf(owner, [datanetId], receiptKey),
    baseModelId: modelId,
    baseBps: 1_000,
    ownerBps: 2_500,
  }
  const { modelId: derivedId } = await owner.model.registerSync({ newModel: derived })
  await payer.payment.paySync({ modelId: derivedId, amount: 1_000n })
  expect(await owner.payment.getRoyalties({ modelId })).toEqual({ received: 100n, passed: 0n })
  const { events } = await payer.payment.passOnSync({ modelId })
  expect(events).toEqual([{ modelId, baseModelId: 0n, amount: 0n, kept: 100n }])
  expect(await owner.payment.getRoyalties({ modelId })).toEqual({ received: 100n, passed: 100n })
  expect(await owner.payment.listRoyalties({ args: { modelId } })).toHaveLength(1)
})

test('data money that rests too long is released', async () => {
  await expect(payer.payment.releasePool({ modelId, term })).rejects.toBeInstanceOf(
    InferenceEscrowNothingToReleaseError,
  )
  const pool = await owner.payment.getPool({ modelId, term })
  expect(await owner.payment.getPoolPeriods({ modelId, term })).toMatchObject({ current: pool, oldest: 0n })
  await stage.time.increaseTime({ seconds: 90 * 24 * 60 * 60 })
  await stage.time.mine({ blocks: 1 })
  expect(await payer.payment.releasePoolSync({ modelId, term })).toMatchObject({ amount: pool })
  expect(await owner.payment.getPool({ modelId, term })).toBe(0n)
})

test('the chain gives the digests that are signed here', async () => {
  const voucher = { modelId, term, payer: payer.account.address, cumulativeAmount: 5n }
  expect(await payer.payment.getVoucherDigest(voucher)).toBe(hashVoucher(domain(), voucher))
  const receipt = { modelId, term, version: 1, payer: payer.account.address, from: 1n, to: 2n, outputRoot: zeroHash }
  expect(await payer.payment.getReceiptDigest(receipt)).toBe(hashReceipt(domain(), receipt))
})
