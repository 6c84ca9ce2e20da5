import { zeroHash } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keyOf } from '../../../test/chain.ts'
import { openDatanet, openModel, type Party, type Stage, startStage } from '../../../test/stage.ts'
import {
  InferenceEscrowBadSignatureError,
  InferenceEscrowDepositTooSmallError,
  InferenceEscrowNothingAvailableError,
  InferenceEscrowNothingToRedeemError,
} from '../../errors/index.ts'

import { hashReceipt, hashVoucher, signVoucher } from '../../payment/index.ts'
import { redeem } from './redeem.ts'

let stage: Stage
let owner: Party
let payer: Party
let modelId: bigint
const term = 1

beforeAll(async () => {
  stage = await startStage()
  owner = await stage.enter(1)
  payer = await stage.enter(2)
  const { datanetId } = await openDatanet(stage, { curator: owner, validator: await stage.enter(3) })
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

test('the chain gives the digests that are signed here', async () => {
  const voucher = { modelId, term, payer: payer.account.address, cumulativeAmount: 5n }
  expect(await payer.payment.getVoucherDigest(voucher)).toBe(hashVoucher(domain(), voucher))
  const receipt = { modelId, term, version: 1, payer: payer.account.address, from: 1n, to: 2n, outputRoot: zeroHash }
  expect(await payer.payment.getReceiptDigest(receipt)).toBe(hashReceipt(domain(), receipt))
})
