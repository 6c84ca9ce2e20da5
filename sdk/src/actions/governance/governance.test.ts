import { encodeFunctionData, keccak256, parseEther, toHex } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatanet, type Party, type Stage, startStage } from '../../../test/stage.ts'
import {
  DataFundNotTimelockError,
  GovernorInsufficientProposerVotesError,
  GovernorUnexpectedProposalStateError,
  ProtocolConfigNotTimelockError,
} from '../../errors/index.ts'
import { grant } from './grant.ts'
import { setParameters } from './setParameters.ts'

let stage: Stage
let voter: Party
let other: Party

beforeAll(async () => {
  stage = await startStage()
  voter = stage.bank
  other = await stage.enter(1)
  await voter.token.delegateSync({ delegatee: voter.account.address })
  // Votes count from the second after their delegation.
  await days(1)
})
afterAll(() => stage?.stop())

const days = (count: number) => stage.time.mine({ blocks: 2, interval: count * 86_400 })

test('bounds hold the parameters in force', async () => {
  const { least, most } = await voter.governance.getBounds()
  const parameters = await voter.governance.getParameters()
  for (const name of Object.keys(parameters) as (keyof typeof parameters)[]) {
    // An address counts as a number: any of them is allowed.
    expect(BigInt(parameters[name]), name).toBeGreaterThanOrEqual(BigInt(least[name]))
    expect(BigInt(parameters[name]), name).toBeLessThanOrEqual(BigInt(most[name]))
  }
  expect(parameters).toMatchObject(await voter.governance.getBatchParameters())
})

test('what a vote decided waits for the timelock', async () => {
  expect(await voter.governance.getTimelockDelay()).toBe(172_800n)
})

test('error: whoever is not the timelock', async () => {
  const newParameters = await other.governance.getParameters()
  const setting = other.governance.setParameters({ newParameters })
  await expect(setting).rejects.toBeInstanceOf(ProtocolConfigNotTimelockError)
  await expect(other.governance.grant({ datanetId: 1n, amount: 1n })).rejects.toBeInstanceOf(DataFundNotTimelockError)
})

test('a vote changes the parameters and grants the data fund', async () => {
  const { deployment } = stage
  const { datanetId } = await openDatanet(stage, { curator: other, validator: other })
  await voter.token.transferSync({ to: deployment.contracts.DataFund, value: parseEther('50') })
  const newParameters = { ...(await voter.governance.getParameters()), protocolFeeBps: 700 }
  const change = setParameters.call({ deployment, newParameters })
  const gift = grant.call({ deployment, datanetId, amount: parseEther('50') })
  const proposal = {
    targets: [change.address, gift.address],
    values: [0n, 0n],
    calldatas: [encodeFunctionData(change), encodeFunctionData(gift)],
  }
  const description = 'A fee of 7 %, and 50 OPEN for the tides'
  const same = { ...proposal, descriptionHash: keccak256(toHex(description)) }

  const propose = other.governance.propose({ ...proposal, description })
  await expect(propose).rejects.toBeInstanceOf(GovernorInsufficientProposerVotesError)
  const { proposalId } = await voter.governance.proposeSync({ ...proposal, description })
  const early = voter.governance.castVote({ proposalId, support: 1 })
  await expect(early).rejects.toBeInstanceOf(GovernorUnexpectedProposalStateError)
  await expect(early).rejects.toThrowError(/is pending/)

  await days(2)
  const { weight } = await voter.governance.castVoteSync({ proposalId, support: 1 })
  expect(await voter.governance.getProposalVotes({ proposalId })).toEqual({
    againstVotes: 0n,
    forVotes: weight,
    abstainVotes: 0n,
  })
  await days(8)
  await voter.governance.queueSync(same)
  expect(await voter.governance.getProposalState({ proposalId })).toBe(5)
  await days(3)
  expect(await other.governance.executeSync(same)).toMatchObject({ proposalId })
  expect(await voter.governance.getParameters()).toEqual(newParameters)
  expect(await voter.datanet.getReserve({ datanetId })).toBe(parseEther('50'))
})

test('a proposer withdraws its proposal', async () => {
  const proposal = { targets: [stage.deployment.contracts.OpenToken], values: [0n], calldatas: ['0x' as const] }
  await voter.governance.proposeSync({ ...proposal, description: 'nothing' })
  const { proposalId } = await voter.governance.cancelSync({
    ...proposal,
    descriptionHash: keccak256(toHex('nothing')),
  })
  expect(await voter.governance.getProposalState({ proposalId })).toBe(2)
})
