import { parseEther, parseSignature } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Party, type Stage, startStage } from '../../../test/stage.ts'
import {
  ERC20InsufficientAllowanceError,
  ERC20InsufficientBalanceError,
  ERC2612ExpiredSignatureError,
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
  const signPermit = async (deadline: bigint) => {
    const message = {
      owner: holder.account.address,
      spender: spender.account.address,
      value: 9n,
      nonce: await holder.token.getNonce({ owner: holder.account.address }),
      deadline,
    }
    const signature = await holder.signTypedData({
      domain: domainOf(stage),
      types: {
        Permit: [
          { name: 'owner', type: 'address' },
          { name: 'spender', type: 'address' },
          { name: 'value', type: 'uint256' },
          { name: 'nonce', type: 'uint256' },
          { name: 'deadline', type: 'uint256' },
        ],
      },
      primaryType: 'Permit',
      message,
    })
    const { r, s, yParity } = parseSignature(signature)
    const { nonce: _, ...permit } = message
    return { ...permit, r, s, v: 27 + yParity }
  }

  test('behavior: a permit approves, whoever sends it', async () => {
    const permit = await signPermit(2n ** 64n)
    expect(await spender.token.permitSync(permit)).toMatchObject({ owner: permit.owner, value: 9n })
    expect(await spender.token.getAllowance(permit)).toBe(9n)
  })

  test('error: a permit that expired', async () => {
    await expect(spender.token.permit(await signPermit(1n))).rejects.toBeInstanceOf(ERC2612ExpiredSignatureError)
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
    const { r, s, yParity } = parseSignature(signature)
    const change = await spender.token.delegateBySigSync({ ...message, r, s, v: 27 + yParity })
    expect(change).toMatchObject({ delegator: holder.account.address, toDelegate: spender.account.address })
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

function domainOf({ deployment }: Stage) {
  return {
    name: 'OpenLedger',
    version: '1',
    chainId: deployment.chainId,
    verifyingContract: deployment.contracts.OpenToken,
  }
}
