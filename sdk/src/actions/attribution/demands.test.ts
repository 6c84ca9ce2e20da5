import { getBlock } from 'viem/actions'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type QuoteStage, startQuoteStage } from '../../../test/quoteStage.ts'
import { type Party, type Stage, stake } from '../../../test/stage.ts'
import { BatchStatus, DemandStatus } from '../../abis.ts'
import {
  answerFor,
  type Batch,
  type Claim,
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

let stage: Stage
let operator: Party
let payer: Party
let contributor: Party
let watcher: Party
let quotes: QuoteStage

beforeAll(async () => {
  quotes = await startQuoteStage()
  ;({ stage, operator, payer, contributor, watcher } = quotes)
  await stake(operator, stage)
})
afterAll(() => stage?.stop())

/** Charges the payer, and commits the answer. */
async function commit() {
  const { commitment, bundle, trees } = quotes.batchFor(contributor.account.address, await quotes.charge(5_000n))
  const { batchId, batch } = await operator.attribution.commitSync({ commitment, bundleUri: 'openledger:blobs/0x' })
  return { batchId, batch, bundle, trees }
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
    const reserve = itemOf('PayoutOf', { account: quotes.reserveOf().reserveAccount })
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
