import { zeroAddress } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Party, type Stage, startStage } from '../../../test/stage.ts'
import {
  PayoutDirectoryNoRecoveryError,
  PayoutDirectoryNotGuardianError,
  PayoutDirectoryTooEarlyError,
  PayoutDirectoryWrongClaimerError,
  PayoutDirectoryWrongGuardianError,
  PayoutDirectoryZeroRecipientError,
} from '../../errors/index.ts'

let stage: Stage
let owner: Party
let guardian: Party
let stranger: Party

beforeAll(async () => {
  stage = await startStage()
  owner = await stage.enter(1)
  guardian = await stage.enter(2)
  stranger = await stage.enter(3)
})
afterAll(() => stage?.stop())

const addressOf = (party: Party) => party.account.address

test('an account is paid itself, and claims itself, until it says otherwise', async () => {
  const account = addressOf(owner)
  expect(await owner.attribution.getRecipient({ account })).toBe(account)
  expect(await owner.attribution.isClaimer({ account, claimer: account })).toBe(true)
  expect(await owner.attribution.getGuardian({ account })).toBe(zeroAddress)
  expect(await owner.attribution.getRecovery({ account })).toEqual({ recipient: zeroAddress, executableAt: 0 })

  const recipient = addressOf(stranger)
  expect(await owner.attribution.setRecipientSync({ recipient })).toMatchObject({ account, recipient })
  expect(await owner.attribution.getRecipient({ account })).toBe(recipient)
  expect(await owner.attribution.setRecipientSync({ recipient: zeroAddress })).toMatchObject({ recipient: account })
})

test('an account lets another claim for it', async () => {
  const [account, claimer] = [addressOf(owner), addressOf(stranger)]
  await owner.attribution.setClaimerSync({ claimer, allowed: true })
  expect(await owner.attribution.isClaimer({ account, claimer })).toBe(true)
  const change = await owner.attribution.setClaimerSync({ claimer, allowed: false })
  expect(change).toMatchObject({ account, claimer, allowed: false })
  expect(await owner.attribution.isClaimer({ account, claimer })).toBe(false)
  await expect(owner.attribution.setClaimer({ claimer: account, allowed: true })).rejects.toBeInstanceOf(
    PayoutDirectoryWrongClaimerError,
  )
})

test('a guardian recovers the payouts of a lost key, after the delay', async () => {
  const [account, recipient] = [addressOf(owner), addressOf(stranger)]
  const named = await owner.attribution.setGuardianSync({ guardian: addressOf(guardian) })
  expect(named).toMatchObject({ account, guardian: addressOf(guardian) })
  await expect(owner.attribution.setGuardian({ guardian: account })).rejects.toBeInstanceOf(
    PayoutDirectoryWrongGuardianError,
  )
  await expect(stranger.attribution.proposeRecipient({ account, recipient })).rejects.toBeInstanceOf(
    PayoutDirectoryNotGuardianError,
  )
  await expect(guardian.attribution.proposeRecipient({ account, recipient: zeroAddress })).rejects.toBeInstanceOf(
    PayoutDirectoryZeroRecipientError,
  )

  const { executableAt, receipt } = await guardian.attribution.proposeRecipientSync({ account, recipient })
  const { timestamp } = await owner.getBlock({ blockNumber: receipt.blockNumber })
  expect(executableAt).toBe(timestamp + (await owner.attribution.getRecoveryDelay()))
  expect(await owner.attribution.getRecovery({ account })).toEqual({ recipient, executableAt: Number(executableAt) })
  const [proposed] = await owner.attribution.listRecoveries({ args: { account } })
  expect(proposed!.args).toEqual({ account, guardian: addressOf(guardian), recipient, executableAt })

  const early = stranger.attribution.executeRecovery({ account })
  await expect(early).rejects.toBeInstanceOf(PayoutDirectoryTooEarlyError)
  await expect(early).rejects.toMatchObject({ values: { account, executableAt } })
  await stage.time.setNextBlockTimestamp({ timestamp: executableAt })
  await stage.time.mine({ blocks: 1 })
  expect(await stranger.attribution.executeRecoverySync({ account })).toMatchObject({ account, recipient })
  expect(await owner.attribution.getRecipient({ account })).toBe(recipient)
})

test('an account that has its key vetoes, and its guardian is one no longer', async () => {
  const [account, recipient] = [addressOf(owner), addressOf(guardian)]
  await expect(owner.attribution.vetoRecovery()).rejects.toBeInstanceOf(PayoutDirectoryNoRecoveryError)
  await guardian.attribution.proposeRecipientSync({ account, recipient })
  expect(await owner.attribution.vetoRecoverySync()).toMatchObject({ account, recipient })
  expect(await owner.attribution.getGuardian({ account })).toBe(zeroAddress)
  await expect(guardian.attribution.proposeRecipient({ account, recipient })).rejects.toBeInstanceOf(
    PayoutDirectoryNotGuardianError,
  )
})
