import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  attributionLedgerAbi,
  dataAvailabilityAbi,
  dataFundAbi,
  datanetRegistryAbi,
  datanetReservesAbi,
  inferenceEscrowAbi,
  modelRegistryAbi,
  openTokenAbi,
  protocolConfigAbi,
  stakeVaultAbi,
} from '@openledger/sdk/abis'
import {
  type Abi,
  type Account,
  type Address,
  type ContractFunctionArgs,
  type ContractFunctionName,
  createTestClient,
  type EncodeFunctionDataParameters,
  encodeFunctionData,
  type Hex,
  http,
  publicActions,
  walletActions,
} from 'viem'
import { mnemonicToAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'
import { startTestChain } from '../../sdk/test/chain.ts'

const abis = {
  OpenToken: openTokenAbi,
  ProtocolConfig: protocolConfigAbi,
  StakeVault: stakeVaultAbi,
  DatanetRegistry: datanetRegistryAbi,
  DatanetReserves: datanetReservesAbi,
  DataFund: dataFundAbi,
  ModelRegistry: modelRegistryAbi,
  InferenceEscrow: inferenceEscrowAbi,
  AttributionLedger: attributionLedgerAbi,
} as const satisfies Record<string, Abi>

type Abis = typeof abis

/** One of anvil's accounts; the first has the genesis supply. */
export function accountAt(addressIndex: number) {
  return mnemonicToAccount('test test test test test test test test test test test junk', { addressIndex })
}

type Submission = { datanetId: bigint; root: Hex; count: number; uri: string; parent?: bigint; maxFees?: bigint }

export type Chain = Awaited<ReturnType<typeof startChain>>

/** Starts a chain with the protocol on it, and writes its deployment file where the indexer reads one. */
export async function startChain() {
  const { url: rpcUrl, deployment, stop: stopChain } = await startTestChain()
  const folder = await mkdtemp(join(tmpdir(), 'openledger-indexer-'))
  const deploymentFile = join(folder, '31337.json')
  await writeFile(deploymentFile, JSON.stringify({ ...deployment, startBlock: Number(deployment.startBlock) }))
  const client = createTestClient({ mode: 'anvil', chain: foundry, transport: http(rpcUrl), pollingInterval: 20 })
    .extend(publicActions)
    .extend(walletActions)

  /** Sends a call and waits until it is mined. */
  async function send<name extends keyof Abis, call extends ContractFunctionName<Abis[name], 'nonpayable'>>(
    account: Account | Address,
    contract: name,
    functionName: call,
    args: ContractFunctionArgs<Abis[name], 'nonpayable', call>,
  ) {
    const data = encodeFunctionData({ abi: abis[contract], functionName, args } as EncodeFunctionDataParameters)
    const hash = await client.sendTransaction({ account, to: deployment.contracts[contract], data })
    const receipt = await client.waitForTransactionReceipt({ hash })
    if (receipt.status !== 'success') throw new Error(`${contract}.${functionName} reverted in ${hash}`)
  }

  /** Submits leaves with the bond of the latest block, doubled. */
  async function submit(account: Account, made: Submission) {
    const newSubmission = { parent: 0n, maxFees: 0n, ...made }
    const data = encodeFunctionData({ abi: datanetRegistryAbi, functionName: 'submit', args: [newSubmission] })
    const { DataAvailability, DatanetRegistry } = deployment.contracts
    const of = { address: DataAvailability, abi: dataAvailabilityAbi } as const
    const gas = await client.readContract({ ...of, functionName: 'bondGas', args: [BigInt(made.count)] })
    const { baseFeePerGas } = await client.getBlock()
    const value = 2n * gas * (baseFeePerGas ?? 0n)
    const hash = await client.sendTransaction({ account, to: DatanetRegistry, data, value })
    const receipt = await client.waitForTransactionReceipt({ hash })
    if (receipt.status !== 'success') throw new Error(`DatanetRegistry.submit reverted in ${hash}`)
  }

  /** Time of the latest block, Unix seconds. */
  async function now(): Promise<number> {
    return Number((await client.getBlock()).timestamp)
  }

  async function wait(seconds: number) {
    await client.increaseTime({ seconds })
    await client.mine({ blocks: 1 })
  }

  async function stop() {
    await stopChain()
    await rm(folder, { recursive: true })
  }

  return { rpcUrl, folder, deploymentFile, deployment, client, send, submit, now, wait, stop }
}
