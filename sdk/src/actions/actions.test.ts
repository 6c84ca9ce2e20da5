import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createPublicClient, createWalletClient, http, type Log, parseEther, parseGwei } from 'viem'
import { foundry, mainnet } from 'viem/chains'
import { afterAll, beforeAll, describe, expect, expectTypeOf, test, vi } from 'vitest'
import { keyOf } from '../../test/chain.ts'
import { newDatanet, type Party, partyOf, type Stage, startStage } from '../../test/stage.ts'
import {
  AccountMissingError,
  BadArgumentError,
  ChainUnreachableError,
  ERC20InsufficientAllowanceError,
  EventMissingError,
  GasUnaffordableError,
  NotDeployedError,
  TransactionRevertedError,
  UnknownRevertError,
  WrongChainError,
} from '../errors/index.ts'
import { datanet, openActions, readEvents, stake, token } from './index.ts'

let stage: Stage
let party: Party

beforeAll(async () => {
  stage = await startStage()
  party = await stage.enter(1)
  await party.datanet.createDatanetSync({ newDatanet })
})
afterAll(() => stage?.stop())

const somewhere = '0x00000000000000000000000000000000000000AA'

describe('where nothing can be called', () => {
  test('error: no chain answers', async () => {
    const { port } = await freePort()
    const client = createPublicClient({
      chain: foundry,
      transport: http(`http://127.0.0.1:${port}/secret`, { retryCount: 0 }),
    })
    const reading = token.getTotalSupply(client, { deployment: stage.deployment })
    await expect(reading).rejects.toBeInstanceOf(ChainUnreachableError)
    await expect(reading).rejects.toThrowError(
      `No chain answers at http://127.0.0.1:${port}: check the RPC's URL and that the node is running.`,
    )
  })

  test('error: the client says another chain', async () => {
    const client = createPublicClient({ chain: mainnet, transport: http(stage.url) })
    const reading = token.getTotalSupply(client, { deployment: stage.deployment })
    await expect(reading).rejects.toBeInstanceOf(WrongChainError)
    await expect(reading).rejects.toMatchObject({ chainId: 1, deploymentChainId: 31337 })
  })

  test('error: the node is on another chain than the client says', async () => {
    const deployment = { ...stage.deployment, chainId: 1 }
    const client = createWalletClient({ account: party.account, chain: mainnet, transport: http(stage.url) })
    const writing = token.approve(client, { deployment, spender: somewhere, value: 1n })
    await expect(writing).rejects.toBeInstanceOf(WrongChainError)
  })

  test('error: the chain was reset', async () => {
    const contracts = { ...stage.deployment.contracts, OpenToken: somewhere, StakeVault: somewhere } as const
    const deployment = { ...stage.deployment, contracts }
    const reading = token.getTotalSupply(party, { deployment })
    await expect(reading).rejects.toBeInstanceOf(NotDeployedError)
    // A call that returns nothing succeeds where there is no code.
    const writing = stake.requestUnbonding(party, { deployment, amount: 1n })
    await expect(writing).rejects.toBeInstanceOf(NotDeployedError)
    await expect(writing).rejects.toMatchObject({ contract: 'StakeVault', address: somewhere })
  })

  test('error: a contract of another kind', async () => {
    const contracts = { ...stage.deployment.contracts, StakeVault: stage.deployment.contracts.OpenToken }
    const unbonding = stake.requestUnbonding(party, { deployment: { ...stage.deployment, contracts }, amount: 1n })
    await expect(unbonding).rejects.toBeInstanceOf(UnknownRevertError)
  })
})

describe('who and what', () => {
  test('error: no account', async () => {
    const client = createPublicClient({ chain: foundry, transport: http(stage.url) })
    const writing = token.approve(client, { deployment: stage.deployment, spender: somewhere, value: 1n })
    await expect(writing).rejects.toBeInstanceOf(AccountMissingError)
  })

  test('behavior: a client without chain and account sends for the account that is passed', async () => {
    const client = createPublicClient({ transport: http(stage.url), pollingInterval: 20 })
    const { owner } = await token.approveSync(client, {
      deployment: stage.deployment,
      spender: somewhere,
      value: 1n,
      transaction: { account: party.account },
    })
    expect(owner).toBe(party.account.address)
  })

  test('error: an account without gas', async () => {
    const poor = partyOf(stage.chain, keyOf(99))
    const writing = poor.token.approve({ spender: somewhere, value: 1n })
    await expect(writing).rejects.toBeInstanceOf(GasUnaffordableError)
  })

  test('error: an argument missing or out of range', async () => {
    // @ts-expect-error `value` is missing.
    const missing = party.token.approve({ spender: somewhere })
    await expect(missing).rejects.toBeInstanceOf(BadArgumentError)
    await expect(missing).rejects.toThrowError(/`value` \(uint256\) is missing/)
    await expect(party.token.approve({ spender: somewhere, value: -1n })).rejects.toBeInstanceOf(BadArgumentError)
    await expect(party.token.getBalance({ account: '0x12' })).rejects.toBeInstanceOf(BadArgumentError)
  })
})

describe('a state that changes before the transaction is mined', () => {
  const pending = (count: number) =>
    vi.waitUntil(async () => (await stage.time.getTxpoolStatus()).pending >= count, { timeout: 30_000 })

  /** Two takings of what one allowance allows, mined in one block. */
  async function race(then: (spender: Party) => Promise<unknown>) {
    const spender = await stage.enter(2)
    const names = { from: party.account.address, to: spender.account.address }
    await party.token.approveSync({ spender: names.to, value: 5n })
    const nonce = await spender.getTransactionCount({ address: names.to })
    await stage.time.setAutomine(false)
    try {
      const transaction = { gas: 200_000n, maxFeePerGas: parseGwei('200'), maxPriorityFeePerGas: 2n }
      await spender.token.transferFrom({ ...names, value: 5n, transaction: { ...transaction, nonce } })
      const second = spender.token.transferFromSync({
        ...names,
        value: 5n,
        transaction: { ...transaction, nonce: nonce + 1 },
      })
      // Handled at once, so that it is never a rejection that nobody waits for.
      const settled = Promise.allSettled([second])
      await then(spender)
      await pending(2)
      await stage.time.mine({ blocks: 1 })
      const [result] = await settled
      return result.status === 'rejected' ? result.reason : result.value
    } finally {
      await stage.time.setAutomine(true)
    }
  }

  test('error: the contract’s own, where it still reverts', async () => {
    expect(await race(async () => {})).toBeInstanceOf(ERC20InsufficientAllowanceError)
  })

  test('error: the transaction’s, where it would succeed again', async () => {
    const error = await race(async (spender) => {
      // Pays less, so that it is mined last.
      const transaction = { gas: 200_000n, maxFeePerGas: parseGwei('100'), maxPriorityFeePerGas: 1n }
      await party.token.approve({ spender: spender.account.address, value: 5n, transaction })
      await pending(3)
    })
    expect(error).toBeInstanceOf(TransactionRevertedError)
  })
})

describe('calls and events', () => {
  test('behavior: calls are viem’s own', async () => {
    const of = { deployment: stage.deployment }
    const call = token.getBalance.call({ ...of, account: party.account.address })
    expectTypeOf(await party.readContract(call)).toEqualTypeOf<bigint>()
    const approve = token.approve.call({ ...of, spender: somewhere, value: 1n })
    expect(await party.estimateContractGas({ ...approve, account: party.account })).toBeGreaterThan(21_000n)
  })

  test('behavior: a dry run sends nothing', async () => {
    const of = { deployment: stage.deployment }
    const nonce = await party.getTransactionCount({ address: party.account.address })
    expect(await datanet.createDatanet.simulate(party, { ...of, newDatanet })).toBe(2n)
    expect(await party.getTransactionCount({ address: party.account.address })).toBe(nonce)
  })

  test('error: another contract’s event is not the deployment’s', async () => {
    const { receipt } = await party.token.approveSync({ spender: somewhere, value: 1n })
    const logs = receipt.logs.map((log): Log => ({ ...log, address: somewhere }))
    expect(token.approve.extractEvent(stage.deployment, receipt.logs)).toMatchObject({ value: 1n })
    expect(() => token.approve.extractEvent(stage.deployment, logs)).toThrowError(EventMissingError)
  })

  test('behavior: events of any kind, by page', async () => {
    const of = { deployment: stage.deployment, contract: 'OpenToken', event: 'Transfer' } as const
    const all = await readEvents(party, of)
    expect(all.map(({ args }) => args.value)).toContain(parseEther('100000'))
    expect(await readEvents(party, { ...of, range: 1 })).toEqual(all)
    const filtered = await readEvents(party, { ...of, args: { to: [party.account.address, somewhere] } })
    expect(filtered.every(({ args }) => args.to === party.account.address)).toBe(true)
    expect(filtered).not.toHaveLength(0)
    const [{ blockNumber }] = filtered as [(typeof filtered)[number]]
    expect(await readEvents(party, { ...of, toBlock: blockNumber - 1n })).not.toContainEqual(filtered[0])
  })

  test('error: a range of no blocks', async () => {
    await expect(party.token.listTransfers({ range: 0 })).rejects.toBeInstanceOf(BadArgumentError)
  })

  test('behavior: an older state', async () => {
    const account = party.account.address
    const balance = await party.token.getBalance({ account })
    const { receipt } = await party.token.transferSync({ to: somewhere, value: 1n })
    expect(await party.token.getBalance({ account })).toBe(balance - 1n)
    expect(await party.token.getBalance({ account, blockNumber: receipt.blockNumber - 1n })).toBe(balance)
  })
})

test('types come from the ABI', async () => {
  expectTypeOf<datanet.submit.Parameters>().toExtend<{
    datanetId: bigint
    root: `0x${string}`
    count: number
    uri: string
  }>()
  expectTypeOf<datanet.submit.ReturnValue>().toEqualTypeOf<`0x${string}`>()
  expectTypeOf<datanet.submitSync.ReturnValue['submissionId']>().toEqualTypeOf<bigint>()
  expectTypeOf<datanet.getSubmission.ReturnValue['status']>().toEqualTypeOf<number>()
  expectTypeOf<datanet.getStanding.ReturnValue>().toEqualTypeOf<{
    standing: number
    datanetId: bigint
    root: `0x${string}`
    count: number
  }>()
  expectTypeOf<datanet.listSubmissions.ReturnValue[number]['args']['root']>().toEqualTypeOf<`0x${string}`>()
  expectTypeOf<datanet.getSequence.Parameters>().not.toBeAny()
  const bound = openActions(stage.deployment)(party)
  expectTypeOf(bound.datanet.getSequence).toBeCallableWith()
  expectTypeOf(bound.datanet.getDatanet).parameter(0).toExtend<{ datanetId: bigint }>()
  // @ts-expect-error A datanet needs its id.
  await expect(bound.datanet.getDatanet()).rejects.toBeInstanceOf(BadArgumentError)
})

/** A port that was free a moment ago. */
async function freePort(): Promise<AddressInfo> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return address
}
