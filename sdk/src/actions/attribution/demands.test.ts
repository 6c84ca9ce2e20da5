import { type Hex, padHex } from 'viem'
import { getBlock } from 'viem/actions'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keyOf } from '../../../test/chain.ts'
import { openDatanet, openModel, type Party, type Stage, stake, startStage, treeOf } from '../../../test/stage.ts'
import { BatchStatus, DemandStatus } from '../../abis.ts'
import {
  answerFor,
  type Batch,
  buildBatch,
  type Claim,
  type Credit,
  claimsOf,
  demandIdOf,
  encodeItem,
  type Item,
  itemOf,
} from '../../attribution/index.ts'
import {
  AttributionLedgerDemandsOpenError,
  AttributionLedgerNoExpiredDemandError,
  AttributionLedgerNotEscalableError,
  AttributionLedgerNotEscalatedError,
  AttributionLedgerOperatorBlockedError,
  DemandRegistryAlreadyDemandedError,
  DemandRegistryBadItemError,
  DemandRegistryDepositTooSmallError,
  DemandRegistryNoAnswerError,
  DemandRegistryNothingToWithdrawError,
  DemandRegistryTooLateError,
} from '../../errors/index.ts'
import { signVoucher } from '../../payment/index.ts'
import { canonicalBytes } from '../../text/index.ts'

const text = 'the tide rises twice a day on most shores'
const output = canonicalBytes(text)

let stage: Stage
let operator: Party
let payer: Party
let contributor: Party
let watcher: Party
let reserveAccount: Hex
let modelId: bigint
let charged = 0n

beforeAll(async () => {
  stage = await startStage()
  operator = await stage.enter(1)
  payer = await stage.enter(2)
  contributor = await stage.enter(3)
  watcher = await stage.enter(4)
  const validator = await stage.enter(5)
  const opened = await openDatanet(stage, { curator: operator, validator })
  reserveAccount = opened.reserveAccount
  const { root, count } = treeOf([{ contributor: contributor.account.address, text }])
  const { submissionId } = await contributor.datanet.submitSync({
    datanetId: opened.datanetId,
    root,
    count,
    uri: 'openledger:leaves/0x',
  })
  await validator.datanet.approveSync({ submissionId })
  modelId = (await openModel(operator, { datanetId: opened.datanetId, receiptKey: keyOf(20) })).modelId
  await stake(operator, stage)
})
afterAll(() => stage?.stop())

/** Charges the payer, and commits the answer that quotes the contribution whole. */
async function commit() {
  const [from, to] = [charged, charged + 5_000n]
  const escrow = stage.deployment.contracts.InferenceEscrow
  await payer.token.approveSync({ spender: escrow, value: to - from })
  await payer.payment.fundSync({ modelId, payer: payer.account.address, amount: to - from })
  const voucher = { payer: payer.account.address, modelId, term: 1, cumulativeAmount: to }
  const signature = await signVoucher(payer.account, { chainId: stage.deployment.chainId, escrow }, voucher)
  await operator.payment.redeemSync({ modelId, term: 1, vouchers: [{ ...voucher, signature }] })
  charged = to
  const length = BigInt(output.length)
  const credit: Credit = {
    start: 0n,
    length,
    matchStart: 0n,
    matchLength: length,
    submissionId: 1n,
    leafIndex: 0,
    offset: 0n,
    contributor: contributor.account.address,
  }
  const receipt = padHex('0x', { size: 65 })
  const built = buildBatch({
    chainId: stage.deployment.chainId,
    ledger: stage.deployment.contracts.AttributionLedger,
    modelId,
    term: 1,
    inferences: [{ version: 1, payer: payer.account.address, from, to, output, receipt, credits: [credit] }],
    dataBps: 6_000,
    reserveOf: () => ({ reserveAccount, reserveBps: 1_000 }),
  })
  const { commitment } = built
  const { batchId, batch } = await operator.attribution.commitSync({ commitment, bundleUri: 'openledger:blobs/0x' })
  return { batchId, batch, bundle: built.bundle, trees: built.trees }
}

type Committed = Awaited<ReturnType<typeof commit>>

/** More than any deposit here. */
const transaction = { value: 10n ** 17n }

const demand = ({ batchId, batch }: Committed, item: Item) =>
  watcher.attribution.demandSync({ batchId, batch, item: encodeItem(item), transaction })

const answer = (committed: Committed, items: readonly Item[], by = operator) => {
  const { batchId, batch } = committed
  const answers = items.map((item) => answerFor(item, committed))
  return by.attribution.answerDemandsSync({ batchId, batch, items: items.map(encodeItem), answers })
}

async function pass(seconds: number) {
  await stage.time.increaseTime({ seconds })
  await stage.time.mine({ blocks: 1 })
}

async function finalise({ batchId, batch }: { batchId: bigint; batch: Batch }) {
  await stage.time.setNextBlockTimestamp({ timestamp: BigInt(batch.challengesUntil) })
  await stage.time.mine({ blocks: 1 })
  return watcher.attribution.finaliseSync({ batchId, batch })
}

describe('a batch whose operator answers', () => {
  let committed: Committed
  const leaf = itemOf('Inferences', { count: 1 })
  const payout = () => itemOf('PayoutOf', { account: contributor.account.address })

  test('is demanded, under a deposit', async () => {
    committed = await commit()
    const { batchId, batch } = committed
    expect(await watcher.attribution.isRecorded({ batchId, batch, status: BatchStatus.Committed })).toBe(true)
    const poor = watcher.attribution.demand({ batchId, batch, item: encodeItem(leaf) })
    await expect(poor).rejects.toBeInstanceOf(DemandRegistryDepositTooSmallError)
    const none = demand(committed, itemOf('Inferences', { first: 1, count: 1 }))
    await expect(none).rejects.toBeInstanceOf(DemandRegistryBadItemError)

    const made = await demand(committed, leaf)
    expect(made).toMatchObject({ demandId: demandIdOf(batchId, leaf), batchId, demander: watcher.account.address })
    expect(await watcher.attribution.getDemandId({ batchId, item: encodeItem(leaf) })).toBe(made.demandId)
    const { demandDepositFactor } = await watcher.governance.getParameters()
    const { baseFeePerGas } = await getBlock(watcher, { blockNumber: made.receipt.blockNumber })
    const gas = await watcher.attribution.getAnswerGas({ batch, item: encodeItem(leaf) })
    expect(made.deposit).toBe(gas * BigInt(demandDepositFactor) * baseFeePerGas!)
    expect(await watcher.attribution.getDemand({ demandId: made.demandId })).toMatchObject({
      demander: watcher.account.address,
      deposit: made.deposit,
      status: DemandStatus.Open,
    })
    const owed = await watcher.attribution.getWithdrawableDeposits({ account: watcher.account.address })
    expect(owed).toBe(transaction.value - made.deposit)
    expect(await watcher.attribution.getOpenDemands({ batchId })).toBe(1n)
    expect(await watcher.attribution.getDemandCount()).toBe(1n)
    await expect(demand(committed, leaf)).rejects.toBeInstanceOf(DemandRegistryAlreadyDemandedError)
    const soon = watcher.attribution.voidUnanswered({ batchId, batch })
    await expect(soon).rejects.toBeInstanceOf(AttributionLedgerNoExpiredDemandError)
  })

  test('earns the deposits', async () => {
    const { batchId, batch } = committed
    await demand(committed, payout())
    const wrong = operator.attribution.answerDemands({
      batchId,
      batch,
      items: [encodeItem(leaf)],
      answers: [answerFor(payout(), committed)],
    })
    await expect(wrong).rejects.toBeInstanceOf(DemandRegistryNoAnswerError)
    const { events } = await answer(committed, [leaf, payout()])
    expect(events).toHaveLength(2)
    expect(await watcher.attribution.getOpenDemands({ batchId })).toBe(0n)
    const amount = events.reduce((sum, { deposit }) => sum + deposit, 0n)
    expect(await operator.attribution.withdrawDemandDepositsSync()).toMatchObject({ amount })
    const again = operator.attribution.withdrawDemandDeposits()
    await expect(again).rejects.toBeInstanceOf(DemandRegistryNothingToWithdrawError)
    const [withdrawn] = await watcher.attribution.listDemandWithdrawals()
    expect(withdrawn!.args).toMatchObject({ account: operator.account.address, amount })
    expect(await watcher.attribution.listDemands({ args: { batchId } })).toHaveLength(2)
    expect(await watcher.attribution.listDemandAnswers({ args: { batchId } })).toHaveLength(2)
  })

  test('is no matter for the arbiter', async () => {
    const { batchId, batch } = committed
    const escalating = watcher.attribution.escalate({ batchId, batch })
    await expect(escalating).rejects.toBeInstanceOf(AttributionLedgerNotEscalableError)
    const deciding = watcher.attribution.decide({ batchId, batch, upheld: true })
    await expect(deciding).rejects.toBeInstanceOf(AttributionLedgerNotEscalatedError)
    expect(await watcher.attribution.getEscalation({ batchId })).toMatchObject({ decideBy: 0, bond: 0n })
    expect(await watcher.attribution.listEscalations()).toEqual([])
    expect(await watcher.attribution.listClosedEscalations()).toEqual([])
  })

  test('shows its credits once it is final, and is claimed', async () => {
    const { batchId, batch } = committed
    const shown = answerFor(itemOf('Credits', { count: 1 }), committed)
    const proof = { batchId, batch, inference: shown.inferences[0]!, credit: shown.credits[0]! }
    expect(await watcher.attribution.verifyCredit(proof)).toBe(false)
    await finalise(committed)
    expect(await watcher.attribution.verifyCredit(proof)).toBe(true)
    const [claimed] = claimsOf(contributor.account.address, [committed]) as [Claim]
    const paid = await contributor.attribution.claimSync({ claimed })
    expect(paid).toMatchObject({ account: contributor.account.address, amount: 2_700n })
  })

  test('blocks its operator while a payout is withheld afterwards', async () => {
    const reserve = itemOf('PayoutOf', { account: reserveAccount })
    await demand(committed, reserve)
    await pass(committed.batch.responsePeriod)
    expect(await watcher.attribution.isBlocked({ operator: operator.account.address })).toBe(true)
    await expect(commit()).rejects.toBeInstanceOf(AttributionLedgerOperatorBlockedError)
    await answer(committed, [reserve])
    expect(await watcher.attribution.isBlocked({ operator: operator.account.address })).toBe(false)
  })
})

test('a batch whose operator is silent is void, and the deposit returns', async () => {
  const committed = await commit()
  const { batchId, batch } = committed
  const item = itemOf('Credits', { count: 1 })
  const { demandId, deposit } = await demand(committed, item)
  await pass(batch.responsePeriod)
  expect(await watcher.attribution.getExpiredDemander({ batchId })).toBe(watcher.account.address)
  await expect(answer(committed, [item])).rejects.toBeInstanceOf(DemandRegistryTooLateError)
  await stage.time.setNextBlockTimestamp({ timestamp: BigInt(batch.challengesUntil) })
  await stage.time.mine({ blocks: 1 })
  const finalising = watcher.attribution.finalise({ batchId, batch })
  await expect(finalising).rejects.toBeInstanceOf(AttributionLedgerDemandsOpenError)
  const voided = await payer.attribution.voidUnansweredSync({ batchId, batch })
  expect(voided).toMatchObject({ challenger: watcher.account.address, bond: batch.bond, reward: batch.bond / 2n })
  const { events } = await payer.attribution.closeDemandsSync({ demandIds: [demandId] })
  expect(events).toEqual([{ demandId, batchId, demander: watcher.account.address, deposit }])
  expect(await watcher.attribution.listClosedDemands({ args: { batchId } })).toHaveLength(1)
})
