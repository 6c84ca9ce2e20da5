import { readFileSync } from 'node:fs'
import { ChainUnreachableError, type Deployment, parseDeployment } from '@openledger/sdk'
import type { ContentStore } from '@openledger/sdk/content'
import { folderStore } from '@openledger/sdk/content/folder'
import { httpStore } from '@openledger/sdk/content/http'
import type { Command } from 'commander'
import {
  type Chain,
  type Client,
  createClient,
  defineChain,
  type Hex,
  http,
  type LocalAccount,
  type Transport,
} from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { getChainId } from 'viem/actions'
import { BadInputError } from './errors.ts'

/** What every command that looks at the chain is told, by flags or by the environment. */
export type ChainOptions = { rpc: string; deployment: string }

export const DEFAULT_RPC = 'http://127.0.0.1:8545'

/** Adds `--rpc` and `--deployment` to a command. */
export function withChain(command: Command): Command {
  return command
    .option('--rpc <url>', `JSON-RPC of the chain (or OPENLEDGER_RPC; ${DEFAULT_RPC})`)
    .option('--deployment <file>', 'addresses of the contracts (or OPENLEDGER_DEPLOYMENT)')
}

/** Adds `--store` to a command. */
export function withStore(command: Command): Command {
  return command.option('--store <folder|url>', 'content store: a folder, or a server of HTTP (or OPENLEDGER_STORE)')
}

/** Adds `--key-file` to a command. */
export function withKey(command: Command): Command {
  return command.option('--key-file <file>', 'file with the private key (or OPENLEDGER_KEY in the environment)')
}

export type ChainClient = Client<Transport, Chain, LocalAccount | undefined>
export type SigningClient = Client<Transport, Chain, LocalAccount>

/** A chain with the protocol's contracts on it. */
export type Connection<client = ChainClient> = { client: client; deployment: Deployment }

/**
 * Connects to the chain that flags and environment name, and sees that it is the deployment's.
 * @throws BadInputError @throws ChainUnreachableError
 */
export async function connect(options: Partial<ChainOptions>): Promise<Connection>
export async function connect(options: Partial<ChainOptions>, account: LocalAccount): Promise<Connection<SigningClient>>
export async function connect(options: Partial<ChainOptions>, account?: LocalAccount): Promise<Connection> {
  const rpc = options.rpc ?? process.env.OPENLEDGER_RPC ?? DEFAULT_RPC
  if (!URL.canParse(rpc) || !/^https?:$/.test(new URL(rpc).protocol)) {
    throw new BadInputError(`${rpc} is no address of a chain: give --rpc an http or https URL.`)
  }
  const file = options.deployment ?? process.env.OPENLEDGER_DEPLOYMENT
  if (!file) throw new BadInputError('No deployment is named: give --deployment, or set OPENLEDGER_DEPLOYMENT.')
  const deployment = parseDeployment(readInput(file, 'deployment'))
  const chain = defineChain({
    id: deployment.chainId,
    name: `chain ${deployment.chainId}`,
    nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
    rpcUrls: { default: { http: [rpc] } },
  })
  const client = createClient({
    account,
    chain,
    transport: http(rpc, { batch: true, retryCount: 1 }),
    pollingInterval: 250,
  })
  const chainId = await getChainId(client).catch((cause: unknown) => {
    throw new ChainUnreachableError(rpc, { cause })
  })
  if (chainId !== deployment.chainId) {
    throw new BadInputError(
      `The chain at ${rpc} is ${chainId} and ${file} is for ${deployment.chainId}: name the right one.`,
    )
  }
  return { client, deployment }
}

/** The content store that flags and environment name. */
export function openStore(options: { store?: string }): ContentStore {
  const named = options.store ?? process.env.OPENLEDGER_STORE
  if (!named) throw new BadInputError('No content store is named: give --store, or set OPENLEDGER_STORE.')
  return /^https?:/i.test(named) ? httpStore(named) : folderStore(named)
}

/**
 * The account whose key is in a file or in the environment; never on the command line, where others could read it.
 * @param variable Name of the environment variable.
 */
export function readAccount(keyFile: string | undefined, variable = 'OPENLEDGER_KEY'): LocalAccount {
  const key = keyFile === undefined ? process.env[variable] : readInput(keyFile, 'key')
  if (!key) throw new BadInputError(`No key is given: name a file of it, or set ${variable}.`)
  const trimmed = key.trim()
  const whole = trimmed.startsWith('0x') ? trimmed : `0x${trimmed}`
  const where = keyFile ?? variable
  if (!/^0x[0-9a-fA-F]{64}$/.test(whole))
    throw new BadInputError(`${where} holds no private key: it must be 64 hex digits.`)
  try {
    return privateKeyToAccount(whole as Hex)
  } catch (cause) {
    throw new BadInputError(`${where} holds no private key: its number is out of range.`, { cause })
  }
}

/** Reads a text file that a user named. @throws BadInputError when it cannot be read */
export function readInput(file: string, what: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new BadInputError(`The ${what} file ${file} cannot be read: name one that exists.`, { cause })
  }
}
