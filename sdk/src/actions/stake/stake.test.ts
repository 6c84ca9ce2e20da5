import { parseEther } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Party, type Stage, stake, startStage } from '../../../test/stage.ts'
import {
  ERC20InsufficientAllowanceError,
  StakeVaultInsufficientFreeStakeError,
  StakeVaultNothingAvailableError,
} from '../../errors/index.ts'

let stage: Stage
let operator: Party
const amount = parseEther('10000')

beforeAll(async () => {
  stage = await startStage()
  operator = await stage.enter(1)
})
afterAll(() => stage?.stop())

test('error: stake without approval', async () => {
  const staking = operator.stake.stake({ account: operator.account.address, amount })
  await expect(staking).rejects.toBeInstanceOf(ERC20InsufficientAllowanceError)
})

test('stake, unbond, withdraw', async () => {
  const account = operator.account.address
  expect(await stake(operator, stage)).toMatchObject({ account, from: account, amount })
  expect(await operator.stake.getStake({ account })).toEqual({ active: amount, locked: 0n })
  expect(await operator.stake.getFreeStake({ account })).toBe(amount)

  const { availableAt } = await operator.stake.requestUnbondingSync({ amount: 5n })
  expect(await operator.stake.getUnbonding({ account })).toEqual({ amount: 5n, availableAt: Number(availableAt) })

  const early = operator.stake.withdraw()
  await expect(early).rejects.toBeInstanceOf(StakeVaultNothingAvailableError)
  await expect(early).rejects.toMatchObject({ values: { account, availableAt } })

  await stage.time.setNextBlockTimestamp({ timestamp: availableAt })
  await stage.time.mine({ blocks: 1 })
  expect(await operator.stake.withdrawSync()).toMatchObject({ account, amount: 5n })
  expect(await operator.stake.getStake({ account })).toEqual({ active: amount - 5n, locked: 0n })
})

test('error: more than is free', async () => {
  const needed = parseEther('20000')
  const unbonding = operator.stake.requestUnbonding({ amount: needed })
  await expect(unbonding).rejects.toBeInstanceOf(StakeVaultInsufficientFreeStakeError)
  await expect(unbonding).rejects.toThrowError(/and needs 20000 OPEN: stake the rest/)
})

test('behavior: nothing was slashed', async () => {
  expect(await operator.stake.listSlashes()).toEqual([])
})
