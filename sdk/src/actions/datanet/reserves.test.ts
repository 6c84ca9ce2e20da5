import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatanet, type Party, type Stage, startStage, treeOf } from '../../../test/stage.ts'
import {
  DatanetReservesAlreadyRewardedError,
  DatanetReservesFeesAboveMostError,
  DatanetReservesNotCuratorError,
  DatanetReservesNotVotedError,
  DatanetReservesSpendingCappedError,
} from '../../errors/index.ts'
import { treeProof } from '../../trees/index.ts'

let stage: Stage
let curator: Party
let contributor: Party
let validator: Party
let datanetId: bigint
const uri = 'openledger:leaves/0x'

beforeAll(async () => {
  stage = await startStage()
  curator = await stage.enter(1)
  contributor = await stage.enter(2)
  validator = await stage.enter(3)
  datanetId = (await openDatanet(stage, { curator, validator })).datanetId
  const { DatanetReserves } = stage.deployment.contracts
  await curator.token.approveSync({ spender: DatanetReserves, value: 10_000n })
  await contributor.token.approveSync({ spender: DatanetReserves, value: 10_000n })
  await curator.datanet.fundReserveSync({ datanetId, amount: 1_000n })
})
afterAll(() => stage?.stop())

const made = () => treeOf([{ contributor: contributor.account.address, text: 'the tide rises' }])

test('fees are prepaid, paid to who votes, and refunded by the reserve', async () => {
  const setting = contributor.datanet.setVerificationFee({ datanetId, fee: 20n })
  await expect(setting).rejects.toBeInstanceOf(DatanetReservesNotCuratorError)
  expect(await curator.datanet.setVerificationFeeSync({ datanetId, fee: 20n })).toMatchObject({ fee: 20n })
  expect(await curator.datanet.getVerificationFee({ datanetId })).toBe(20n)

  const { root, count } = made()
  const tooLittle = contributor.datanet.submit({ datanetId, root, count, uri, maxFees: 19n })
  await expect(tooLittle).rejects.toBeInstanceOf(DatanetReservesFeesAboveMostError)
  const { submissionId } = await contributor.datanet.submitSync({ datanetId, root, count, uri, maxFees: 20n })
  expect(await curator.datanet.getPrepaidFees({ submissionId })).toMatchObject({ fee: 20n, seats: 1 })

  const account = validator.account.address
  const early = contributor.datanet.payFee({ submissionId, validator: account })
  await expect(early).rejects.toBeInstanceOf(DatanetReservesNotVotedError)
  await validator.datanet.approveSync({ submissionId })
  expect(await curator.datanet.getVote({ submissionId, account })).toEqual({ voted: true, place: 0n })
  expect(await contributor.datanet.payFeeSync({ submissionId, validator: account })).toMatchObject({ amount: 20n })
  expect(await contributor.datanet.refundFeesSync({ submissionId })).toMatchObject({ amount: 20n })
  expect(await curator.datanet.getReserve({ datanetId })).toBe(980n)
  expect(await curator.datanet.getSpent({ datanetId })).toBe(20n)
  expect(await curator.datanet.getSpendable({ datanetId })).toBe(80n)
})

test('bounties of anybody and of the reserve pay for each text once', async () => {
  await curator.datanet.setVerificationFeeSync({ datanetId, fee: 0n })
  const endsAt = Number((await curator.getBlock()).timestamp) + 3_600
  const newBounty = { datanetId, reward: 5n, total: 50n, endsAt }
  const tooMuch = curator.datanet.offerReserveBounty({ newBounty: { ...newBounty, total: 81n } })
  await expect(tooMuch).rejects.toBeInstanceOf(DatanetReservesSpendingCappedError)
  const { bountyId } = await curator.datanet.offerReserveBountySync({ newBounty })
  const other = await contributor.datanet.offerBountySync({ newBounty })
  expect(await curator.datanet.getBountyCount()).toBe(2n)
  expect(other).toMatchObject({ bountyId: 2n, giver: contributor.account.address, total: 50n })

  const { root, count, leaves, tree } = made()
  const { submissionId } = await contributor.datanet.submitSync({ datanetId, root, count, uri })
  await validator.datanet.approveSync({ submissionId })
  const claimed = { submissionId, leafIndex: 0, ...leaves[0]!, siblings: [...treeProof(tree, 0)] }
  const paid = await curator.datanet.claimBountySync({ bountyId, claimed })
  expect(paid).toMatchObject({ recipient: contributor.account.address, amount: 5n })
  expect(await curator.datanet.getRewarded({ bountyId, textRoot: leaves[0]!.textRoot })).toBe(true)
  const again = curator.datanet.claimBounty({ bountyId, claimed })
  await expect(again).rejects.toBeInstanceOf(DatanetReservesAlreadyRewardedError)

  await stage.time.setNextBlockTimestamp({ timestamp: BigInt(endsAt) })
  await stage.time.mine({ blocks: 1 })
  expect(await curator.datanet.closeBountySync({ bountyId })).toMatchObject({ amount: 45n })
  expect(await curator.datanet.getBounty({ bountyId })).toMatchObject({ remaining: 0n })
  expect((await curator.datanet.listBounties({ args: { datanetId } })).length).toBe(2)
})
