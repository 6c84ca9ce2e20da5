import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Deployment, parseDeployment } from '@openledger/sdk'
import {
  type Address,
  type Chain,
  createClient,
  createTestClient,
  getAddress,
  http,
  type LocalAccount,
  parseEther,
  type TestClient,
  type Transport,
} from 'viem'
import { getBlock } from 'viem/actions'
import { foundry } from 'viem/chains'
import { z } from 'zod'
import type { Connection, SigningClient } from '../../cli/src/config.ts'
import { FAUCET } from './parties.ts'
import type { Processes } from './processes.ts'

/** The local chain, with the protocol on it. */
export type LocalChain = {
  url: string
  deployment: Deployment
  deploymentFile: string
  /** Wallets of the genesis file's OPEN that vests. */
  vestingWallets: readonly Address[]
  /** A connection that signs for an account. */
  as(account: LocalAccount): Connection<SigningClient>
  time: TestClient<'anvil'>
}

const root = join(import.meta.dirname, '../..')

/** Where the normal deployment of the local chain is written. */
export const DEPLOYMENT_FILE = join(root, 'contracts/deployments/31337.json')

const Vesting = z.object({ vestingWallets: z.array(z.string().transform((value) => getAddress(value))) })

/** Starts anvil on a free port, going on from `stateFile` where it exists; the state is kept there when it ends. */
export async function startChain(processes: Processes, stateFile: string): Promise<{ url: string; isKept: boolean }> {
  const isKept = existsSync(stateFile)
  // A block holds a whole deployment: of what comes at once and does not fit one, anvil leaves the rest until more comes.
  const roomyBlocks = ['--gas-limit', '300000000']
  const place = ['--host', '127.0.0.1', '--port', '0', '--chain-id', String(foundry.id)]
  const args = [...place, ...roomyBlocks, '--state', stateFile]
  const anvil = processes.start('anvil', 'anvil', args)
  const address = await anvil.expect((line) => /Listening on (\S+)/.exec(line)?.[1])
  const url = `http://${address}`
  if (isKept) await catchUp(url)
  return { url, isKept }
}

/** A chain whose clock was moved forward goes on from there, not from today. */
async function catchUp(url: string): Promise<void> {
  const time = testClient(url)
  const { timestamp } = await getBlock(time)
  const ahead = Number(timestamp) - Math.floor(Date.now() / 1000)
  if (ahead >= 0) await time.increaseTime({ seconds: ahead + 1 })
  await time.mine({ blocks: 1 })
}

function testClient(url: string): TestClient<'anvil'> {
  return createTestClient({ mode: 'anvil', chain: foundry, transport: http(url) })
}

/** Deploys with the command that every chain is deployed with; what is deployed already stays. */
export async function deploy(processes: Processes, url: string): Promise<void> {
  const deployer = ['--unlocked', '--sender', FAUCET.address]
  const command = [join(root, 'script/tasks/deploy.ts'), '--rpc-url', url, ...deployer, '--broadcast']
  await processes.run('deploy', process.execPath, command, { cwd: root })
}

export function openChain(url: string): LocalChain {
  const written = readFileSync(DEPLOYMENT_FILE, 'utf8')
  const deployment = parseDeployment(written)
  return {
    url,
    deployment,
    deploymentFile: DEPLOYMENT_FILE,
    vestingWallets: Vesting.parse(JSON.parse(written)).vestingWallets,
    time: testClient(url),
    as: (account) => ({
      deployment,
      client: createClient<Transport, Chain, LocalAccount>({
        account,
        chain: foundry,
        transport: http(url),
        pollingInterval: 20,
      }),
    }),
  }
}

/** Gives accounts what gas costs. */
export async function giveGas({ time }: LocalChain, accounts: readonly LocalAccount[]): Promise<void> {
  for (const { address } of accounts) await time.setBalance({ address, value: parseEther('1000') })
}

/** Moves the chain's clock to `timestamp`, Unix seconds, and mines a block there. */
export async function travel({ time }: LocalChain, timestamp: number): Promise<void> {
  const { timestamp: now } = await getBlock(time)
  if (BigInt(timestamp) <= now) return
  await time.setNextBlockTimestamp({ timestamp: BigInt(timestamp) })
  await time.mine({ blocks: 1 })
}
