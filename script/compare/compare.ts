import { setTimeout as delay } from 'node:timers/promises'
import type { ContentStore } from '@openledger/sdk/content'
import { createPublicClient, http } from 'viem'
import { readChain } from './chain.ts'
import type { Deployment } from './logs.ts'
import { readPayouts } from './payouts.ts'
import { type Difference, firstDifference } from './rows.ts'
import { pendingBatches, readServed, servedBlock } from './served.ts'

export type CompareParameters = {
  rpcUrl: string
  deployment: Deployment
  graphqlUrl: string
  /** The content store from which payouts are rebuilt. */
  store: ContentStore
  /** Milliseconds that the indexer gets to reach the chain's head, and to stand still for a comparison. */
  patience?: number
}

/** Both at `block`: how many rows were compared, or the first that differs. */
export type Comparison = { block: bigint; rows: number; difference?: Difference }

/** The indexer stays behind the chain. */
export class LaggingIndexerError extends Error {
  constructor(served: bigint, head: bigint) {
    super(`The indexer stands at block ${served}, the chain at ${head}: see the indexer's log, and try again.`)
    this.name = 'LaggingIndexerError'
  }
}

/** The chain moved during every attempt. */
export class RestlessChainError extends Error {
  constructor() {
    super('The chain moved on during every comparison: try again when fewer blocks come.')
    this.name = 'RestlessChainError'
  }
}

/**
 * Compares what the indexer serves with the chain's logs and views at the block that the indexer stands at.
 * @throws LaggingIndexerError, RestlessChainError, ServedError
 */
export async function compareWithChain(parameters: CompareParameters): Promise<Comparison> {
  const { rpcUrl, deployment, graphqlUrl, store, patience = 30_000 } = parameters
  const client = createPublicClient({ transport: http(rpcUrl) })
  const until = Date.now() + patience
  await reachHead(graphqlUrl, await client.getBlockNumber({ cacheTime: 0 }), until)
  do {
    const block = await servedBlock(graphqlUrl)
    const served = await readServed(graphqlUrl)
    if ((await servedBlock(graphqlUrl)) !== block) continue
    const at = { client, deployment, block }
    const chain = { ...(await readChain(at)), ...(await readPayouts(at, store)) }
    const rows = Object.values(chain).reduce((total, table) => total + table.size, 0)
    return { block, rows, difference: firstDifference(chain, served) }
  } while (Date.now() < until)
  throw new RestlessChainError()
}

/** Waits until the indexer has followed the chain to its head and has looked for the content of every batch. */
async function reachHead(graphqlUrl: string, head: bigint, until: number): Promise<void> {
  let served = await servedBlock(graphqlUrl)
  while (served < head || (await pendingBatches(graphqlUrl)) > 0) {
    if (Date.now() > until) throw new LaggingIndexerError(served, head)
    await delay(100)
    served = await servedBlock(graphqlUrl)
  }
}
