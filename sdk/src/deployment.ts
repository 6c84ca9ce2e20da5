import { type Address, getAddress, isAddress, zeroAddress } from 'viem'
import { z } from 'zod'
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

const address = z
  .string()
  .refine((value) => isAddress(value, { strict: false }), 'is not an address of 0x and 40 hex digits')
  .refine((value) => value !== zeroAddress, 'is the zero address')
  .transform((value) => getAddress(value))

const addresses = Object.fromEntries(contractNames.map((name) => [name, address])) as Record<
  (typeof contractNames)[number],
  typeof address
>

const schema = z.object({
  chainId: z.int().positive(),
  version: z.string().min(1),
  startBlock: z
    .int()
    .nonnegative()
    .transform((block) => BigInt(block)),
  contracts: z.object(addresses),
})

/**
 * Reads a deployment file (`contracts/deployments/<chainId>.json`).
 *
 * @param json - The file's text, or what `JSON.parse` made of it.
 * @throws BadDeploymentError naming the first field that is missing or wrong.
 */
export function parseDeployment(json: unknown): Deployment {
  const parsed = schema.safeParse(typeof json === 'string' ? parseText(json) : json)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new BadDeploymentError(issue!.path.join('.') || 'the file', issue!.message, { cause: parsed.error })
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new BadDeploymentError('the file', 'is not JSON', { cause })
  }
}
