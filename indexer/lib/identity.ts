import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Deployment, WrongChainError } from '@openledger/sdk'
import { BlockNotFoundError, createPublicClient, type Hex, http } from 'viem'
import { ChainResetError, ChainUnreachableError } from './errors.ts'

/**
 * The database schema for what these sources make of this deployment on this chain. Whenever one of them changes, the
 * indexer begins anew beside what is there, and never continues what others began.
 */
export function schemaName(root: string, deployment: Deployment, startBlockHash: Hex): string {
  const hash = createHash('sha256')
  const sources = globSync('{ponder.*,schema/*,src/*,lib/*}.ts', { cwd: root }).sort()
  for (const source of sources) hash.update(`${source}\n`).update(readFileSync(join(root, source)))
  hash.update(JSON.stringify(deployment, (_, value) => (typeof value === 'bigint' ? String(value) : value)))
  hash.update(startBlockHash)
  return `openledger_${hash.digest('hex').slice(0, 12)}`
}

/**
 * Looks whether the chain is there and is the deployment's.
 * @returns the hash of the block that the deployment starts at, and the number of the last block
 * @throws ChainUnreachableError, WrongChainError, ChainResetError
 */
export async function checkChain(rpcUrl: string, { chainId, startBlock }: Deployment) {
  const client = createPublicClient({ transport: http(rpcUrl, { retryCount: 1, timeout: 5_000 }) })
  const found = await answer(client.getChainId(), rpcUrl)
  if (found !== chainId) throw new WrongChainError(found, chainId)
  const block = await answer(client.getBlock({ blockNumber: startBlock }).catch(ifNotFound), rpcUrl)
  if (!block?.hash) throw new ChainResetError(startBlock)
  return { startBlockHash: block.hash, head: await answer(client.getBlockNumber(), rpcUrl) }
}

async function answer<Value>(request: Promise<Value>, rpcUrl: string): Promise<Value> {
  try {
    return await request
  } catch (cause) {
    throw new ChainUnreachableError(rpcUrl, { cause })
  }
}

function ifNotFound(cause: unknown): undefined {
  if (!(cause instanceof BlockNotFoundError)) throw cause
}
