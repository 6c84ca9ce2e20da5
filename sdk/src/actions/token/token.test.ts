import { type Hex, pad, parseEther, toHex } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { domainOf, partsOf, signPermit } from '../../../test/permit.ts'
import { type Party, type Stage, startStage } from '../../../test/stage.ts'
import {
  ERC20InsufficientAllowanceError,
  ERC20InsufficientBalanceError,
  ERC20InvalidReceiverError,
  ERC2612ExpiredSignatureError,
  ERC3009InvalidAuthorizationTimeError,
  ERC3009InvalidSignatureError,
  ERC3009UsedAuthorizationError,
} from '../../errors/index.ts'

let stage: Stage
let holder: Party
let spender: Party

beforeAll(async () => {
  stage = await startStage()
  holder = await stage.enter(1)
  spender = await stage.enter(2)
})
afterAll(() => stage?.stop())

describe('transfers', () => {
  test('default', async () => {
    const { receipt, ...transfer } = await holder.token.transferSync({ to: spender.account.address, value: 5n })
    expect(receipt.status).toBe('success')
    expect(transfer).toEqual({ from: holder.account.address, to: spender.account.address, value: 5n })
    expect(await holder.token.getBalance({ account: spender.account.address })).toBe(parseEther('100000') + 5n)
  })

  test('behavior: an allowance is taken from', async () => {
    const names = { owner: holder.account.address, spender: spender.account.address }
    await holder.token.approveSync({ spender: names.spender, value: 7n })
    await spender.token.transferFromSync({ from: names.owner, to: names.spender, value: 3n })
    expect(await spender.token.getAllowance(names)).toBe(4n)
  })

  test('error: more than there is', async () => {
    const value = parseEther('1000000000')
    const sending = holder.token.transfer({ to: spender.account.address, value })
    await expect(sending).rejects.toBeInstanceOf(ERC20InsufficientBalanceError)
    await expect(sending).rejects.toMatchObject({ values: { sender: holder.account.address, needed: value } })
  })

  test('error: more than is allowed', async () => {
    const taking = spender.token.transferFrom({
      from: stage.bank.account.address,
      to: spender.account.address,
      value: 1n,
    })
    await expect(taking).rejects.toBeInstanceOf(ERC20InsufficientAllowanceError)
  })
})

describe('signatures', () => {
  const permitUntil = (deadline: bigint) =>
    signPermit(holder, stage, { spender: spender.account.address, value: 9n, deadline })

  test('behavior: a permit approves, whoever sends it', async () => {
    const permit = await permitUntil(2n ** 64n)
    expect(await spender.token.permitSync(permit)).toMatchObject({ owner: permit.owner, value: 9n })
    expect(await spender.token.getAllowance(permit)).toBe(9n)
  })

  test('error: a permit that expired', async () => {
    await expect(spender.token.permit(await permitUntil(1n))).rejects.toBeInstanceOf(ERC2612ExpiredSignatureError)
  })

  test('behavior: a delegation by signature moves the votes', async () => {
    const message = { delegatee: spender.account.address, nonce: 1n, expiry: 2n ** 64n }
    const signature = await holder.signTypedData({
      domain: domainOf(stage),
      types: {
        Delegation: [
          { name: 'delegatee', type: 'address' },
          { name: 'nonce', type: 'uint256' },
          { name: 'expiry', type: 'uint256' },
        ],
      },
      primaryType: 'Delegation',
      message,
    })
    const change = await spender.token.delegateBySigSync({ ...message, ...partsOf(signature) })
    expect(change).toMatchObject({ delegator: holder.account.address, toDelegate: spender.account.address })
  })
})

describe('authorisations', () => {
  const fields = [
    { name: 'from', type: 'address' },
    { name: 'to', type: 'address' },
    { name: 'value', type: 'uint256' },
    { name: 'validAfter', type: 'uint256' },
    { name: 'validBefore', type: 'uint256' },
    { name: 'nonce', type: 'bytes32' },
  ] as const
  const types = {
    TransferWithAuthorization: fields,
    ReceiveWithAuthorization: fields,
    CancelAuthorization: [
      { name: 'authorizer', type: 'address' },
      { name: 'nonce', type: 'bytes32' },
    ],
  } as const

  const authorise = async (
    primaryType: 'TransferWithAuthorization' | 'ReceiveWithAuthorization',
    nonce: Hex,
    validBefore = 2n ** 64n,
  ) => {
    const [from, to] = [holder.account.address, spender.account.address]
    const message = { from, to, value: 11n, validAfter: 0n, validBefore, nonce }
    const signature = await holder.signTypedData({ domain: domainOf(stage), types, primaryType, message })
    return { ...message, ...partsOf(signature) }
  }
  const nonceOf = (n: number) => pad(toHex(n))
  const names = (nonce: Hex) => ({ authorizer: holder.account.address, nonce })

  test('behavior: money moves by the payer’s signature, whoever sends it, and once', async () => {
    const authorisation = await authorise('TransferWithAuthorization', nonceOf(1))
    const before = await holder.token.getBalance({ account: authorisation.to })
    expect(await stage.bank.token.isAuthorizationUsed(names(nonceOf(1)))).toBe(false)
    expect(await stage.bank.token.transferWithAuthorizationSync(authorisation)).toMatchObject(names(nonceOf(1)))
    expect(await holder.token.getBalance({ account: authorisation.to })).toBe(before + 11n)
    expect(await stage.bank.token.isAuthorizationUsed(names(nonceOf(1)))).toBe(true)
    const again = stage.bank.token.transferWithAuthorization(authorisation)
    await expect(again).rejects.toBeInstanceOf(ERC3009UsedAuthorizationError)
    await expect(again).rejects.toMatchObject({ values: names(nonceOf(1)) })
  })

  test('behavior: only the payee takes what is for it to receive', async () => {
    const authorisation = await authorise('ReceiveWithAuthorization', nonceOf(2))
    await expect(stage.bank.token.receiveWithAuthorization(authorisation)).rejects.toBeInstanceOf(
      ERC20InvalidReceiverError,
    )
    await expect(stage.bank.token.transferWithAuthorization(authorisation)).rejects.toBeInstanceOf(
      ERC3009InvalidSignatureError,
    )
    expect(await spender.token.receiveWithAuthorizationSync(authorisation)).toMatchObject(names(nonceOf(2)))
  })

  test('behavior: a cancelled nonce is used up', async () => {
    const nonce = nonceOf(3)
    const authorisation = await authorise('TransferWithAuthorization', nonce)
    const signature = await holder.signTypedData({
      domain: domainOf(stage),
      types,
      primaryType: 'CancelAuthorization',
      message: names(nonce),
    })
    const cancellation = { ...names(nonce), ...partsOf(signature) }
    expect(await spender.token.cancelAuthorizationSync(cancellation)).toMatchObject(names(nonce))
    await expect(spender.token.transferWithAuthorization(authorisation)).rejects.toBeInstanceOf(
      ERC3009UsedAuthorizationError,
    )
  })

  test('error: too late', async () => {
    const late = spender.token.transferWithAuthorization(await authorise('TransferWithAuthorization', nonceOf(4), 1n))
    await expect(late).rejects.toBeInstanceOf(ERC3009InvalidAuthorizationTimeError)
    await expect(late).rejects.toThrowError(/good between 1970-01-01T00:00:00.000Z and 1970-01-01T00:00:01.000Z only/)
  })
})

test('votes count from their delegation on', async () => {
  const account = holder.account.address
  const { receipt } = await holder.token.delegateSync({ delegatee: account })
  const { timestamp } = await holder.getBlock({ blockNumber: receipt.blockNumber })
  await stage.time.mine({ blocks: 1, interval: 10 })
  expect(await holder.token.getDelegate({ account })).toBe(account)
  const balance = await holder.token.getBalance({ account })
  expect(await holder.token.getVotes({ account })).toBe(balance)
  expect(await holder.token.getPastVotes({ account, timepoint: timestamp })).toBe(balance)
  expect(await holder.token.getPastVotes({ account, timepoint: timestamp - 1n })).toBe(0n)
  const supply = await holder.token.getTotalSupply()
  expect(supply).toBe(parseEther('1000000000'))
  expect(await holder.token.getPastTotalSupply({ timepoint: timestamp })).toBe(supply)
})

test('transfers are listed by who sent or received', async () => {
  const logs = await holder.token.listTransfers({ args: { from: stage.bank.account.address } })
  const received = logs.map(({ args }) => args.to)
  expect(received).toEqual(expect.arrayContaining([holder.account.address, spender.account.address]))
  expect(logs.every(({ args }) => args.from === stage.bank.account.address)).toBe(true)
})
