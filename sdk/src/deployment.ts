import { type Address, getAddress, isAddress, zeroAddress } from 'viem'
import { contractNames } from './abis.ts'
import { BadDeploymentError } from './errors/deployment.ts'

/**
 * Where the protocol's contracts are on one chain.
 */
export type Deployment = {
  chainId: number
  /** Version of the contracts. */
  version: string
  /** Block of the first contract: no event is older. */
  startBlock: bigint
  contracts: Record<(typeof contractNames)[number], Address>
}

/**
 * Reads a deployment file (`contracts/deployments/<chainId>.json`).
 *
 * @param json - The file's text, or what `JSON.parse` made of it.
 * @throws BadDeploymentError naming the first field that is missing or wrong.
 */
export function parseDeployment(json: unknown): Deployment {
  // By hand: every application reads one, and a library of schemas would be as large as all else that it needs.
  const { chainId, version, startBlock, contracts } = fieldsOf(
    typeof json === 'string' ? parseText(json) : json,
    'the file',
  )
  if (!isWhole(chainId) || chainId === 0) throw new BadDeploymentError('chainId', 'is not a whole number above 0')
  if (typeof version !== 'string' || version === '') throw new BadDeploymentError('version', 'is not a text')
  if (!isWhole(startBlock)) throw new BadDeploymentError('startBlock', 'is not a whole number from 0 on')
  const given = fieldsOf(contracts, 'contracts')
  const addresses = contractNames.map((name) => [name, addressOf(given[name], `contracts.${name}`)])
  return { chainId, version, startBlock: BigInt(startBlock), contracts: Object.fromEntries(addresses) }
}

function fieldsOf(value: unknown, field: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null) return value as Record<string, unknown>
  throw new BadDeploymentError(field, 'is not an object')
}

const isWhole = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0

function addressOf(value: unknown, field: string): Address {
  if (typeof value !== 'string' || !isAddress(value, { strict: false }))
    throw new BadDeploymentError(field, 'is not an address of 0x and 40 hex digits')
  if (value === zeroAddress) throw new BadDeploymentError(field, 'is the zero address')
  return getAddress(value)
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new BadDeploymentError('the file', 'is not JSON', { cause })
  }
}
