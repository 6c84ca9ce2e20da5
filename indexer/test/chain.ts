import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type Deployment, parseDeployment } from '@openledger/sdk'
import {
  attributionLedgerAbi,
  dataFundAbi,
  datanetRegistryAbi,
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
  http,
  publicActions,
  walletActions,
} from 'viem'
import { mnemonicToAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'

const root = join(import.meta.dirname, '../..')

const abis = {
  OpenToken: openTokenAbi,
  ProtocolConfig: protocolConfigAbi,
  StakeVault: stakeVaultAbi,
  DatanetRegistry: datanetRegistryAbi,
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

export type Chain = Awaited<ReturnType<typeof startChain>>

/** Starts anvil on a free port and deploys the protocol to it. */
export async function startChain() {
  const anvil = spawn('anvil', ['--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] })
  const rpcUrl = await listeningAt(anvil.stdout)
  // The deploy script may write nowhere else.
  await mkdir(join(root, '.local'), { recursive: true })
  const folder = await mkdtemp(join(root, '.local/indexer-test-'))
  const deploymentFile = join(folder, '31337.json')
  await deploy(rpcUrl, folder)
  const deployment: Deployment = parseDeployment(await readFile(deploymentFile, 'utf8'))
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

  async function wait(seconds: number) {
    await client.increaseTime({ seconds })
    await client.mine({ blocks: 1 })
  }

  async function stop() {
    const ended = once(anvil, 'exit')
    anvil.kill()
    await ended
    await rm(folder, { recursive: true })
  }

  return { rpcUrl, folder, deploymentFile, deployment, client, send, wait, stop }
}

async function listeningAt(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface(output)) {
    const address = /Listening on (\S+)/.exec(line)?.[1]
    // What is left unread must not stop the process.
    output.resume()
    if (address) return `http://${address}`
  }
  throw new Error('anvil ended without listening')
}

async function deploy(rpcUrl: string, folder: string): Promise<void> {
  const key = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80'
  const options = ['--rpc-url', rpcUrl, '--private-key', key, '--broadcast', '--slow']
  const forge = spawn('forge', ['script', 'script/Deploy.s.sol', ...options], {
    cwd: root,
    env: { ...process.env, DEPLOYMENTS_DIR: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let log = ''
  for (const stream of [forge.stdout, forge.stderr]) stream.on('data', (text) => (log += text))
  const [code] = await once(forge, 'exit')
  if (code !== 0) throw new Error(`The deploy script failed:\n${log}`)
}
