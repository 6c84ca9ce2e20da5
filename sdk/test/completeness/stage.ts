import {
  type Abi,
  type Address,
  createTestClient,
  decodeFunctionResult,
  encodeFunctionData,
  getAddress,
  type Hex,
  http,
  keccak256,
  numberToHex,
  publicActions,
  stringToHex,
  toHex,
} from 'viem'
import { foundry } from 'viem/chains'
import { type contractNames, openLedgerAbis } from '../../src/abis.ts'
import { startTestChain, type TestChain } from '../chain.ts'
import type { Share } from './money.ts'

export type ContractName = (typeof contractNames)[number]

/** A chain with the protocol on which anybody's transactions are free and need no key. */
export type Stage = TestChain & {
  /** Sends a transaction, once the same call has shown what it returns. */
  send(from: Address, contract: ContractName, functionName: string, args: readonly unknown[]): Promise<unknown>
  /** What a transaction would return. */
  call(from: Address, contract: ContractName, functionName: string, args: readonly unknown[]): Promise<unknown>
  read(contract: ContractName, functionName: string, args: readonly unknown[]): Promise<unknown>
  now(): Promise<number>
  wait(seconds: number): Promise<void>
  /** Who shares in what a submission earns. Scenes of a stage share its registry: a liar may name what another submitted. */
  shares: Map<bigint, Share>
  client: ReturnType<typeof clientOf>
}

function clientOf(url: string) {
  // What is asked at once goes as one request: asking is most of what a run of completeness does.
  const transport = http(url, { batch: { batchSize: 64 } })
  return createTestClient({ mode: 'anvil', chain: foundry, transport }).extend(publicActions)
}

/** The local chain's faucet of OPEN. */
export const faucet: Address = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266'

/** An account that nobody else has. */
export function personOf(name: string): Address {
  return getAddress(numberToHex(BigInt(keccak256(stringToHex(name))) >> 96n, { size: 20 }))
}

export async function openStage(): Promise<Stage> {
  const chain = await startTestChain([
    ...['--block-base-fee-per-gas', '0', '--gas-price', '0', '--auto-impersonate'],
    ...['--disable-block-gas-limit', '--disable-min-priority-fee'],
    // Nobody asks of the past here, and anvil would leave gigabytes of it in the home folder.
    '--prune-history',
  ])
  const client = clientOf(chain.url)
  const to = (contract: ContractName) => chain.deployment.contracts[contract]
  const call = async (from: Address, contract: ContractName, functionName: string, args: readonly unknown[]) => {
    const abi = openLedgerAbis[contract] as Abi
    const data = encodeFunctionData({ abi, functionName, args })
    const result = await client.call({ account: from, to: to(contract), data })
    return { data, returned: result.data ? decodeFunctionResult({ abi, functionName, data: result.data }) : undefined }
  }
  return {
    ...chain,
    client,
    shares: new Map(),
    async send(from, contract, functionName, args) {
      const { data, returned } = await call(from, contract, functionName, args)
      const receipt: { status: Hex } = await client.request({
        method: 'eth_sendTransactionSync',
        params: [{ from, to: to(contract), data, gas: toHex(30_000_000), gasPrice: '0x0' }],
      } as never)
      if (receipt.status !== '0x1') throw new TypeError(`${contract}.${functionName} failed`)
      return returned
    },
    call: async (from, contract, functionName, args) => (await call(from, contract, functionName, args)).returned,
    async read(contract, functionName, args) {
      return (await call(faucet, contract, functionName, args)).returned
    },
    async now() {
      return Number((await client.getBlock()).timestamp)
    },
    async wait(seconds) {
      await client.increaseTime({ seconds })
      await client.mine({ blocks: 1 })
    },
  }
}
