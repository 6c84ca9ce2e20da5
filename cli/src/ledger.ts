import { BatchStatus } from '@openledger/sdk/abis'
import { attribution } from '@openledger/sdk/actions'
import {
  type Batch,
  type BundleInference,
  openBundle,
  type ReadBlob,
  readInferences,
} from '@openledger/sdk/attribution'
import type { ContentStore } from '@openledger/sdk/content'
import type { Hex } from 'viem'
import { getBlock } from 'viem/actions'
import type { Connection } from './config.ts'

/** A batch as the chain knows it. */
export type KnownBatch = { batchId: bigint; batch: Batch; status: number }

/** Every batch, or those of one model, oldest first. */
export async function readBatches({ client, deployment }: Connection, modelId?: bigint): Promise<KnownBatch[]> {
  const logs = await attribution.listBatches(client, { deployment, args: { modelId } })
  return Promise.all(
    logs.map(async ({ args: { batchId, batch } }) => ({
      batchId,
      batch,
      status: await attribution.getBatchStatus(client, { deployment, batchId }),
    })),
  )
}

/** The store's blobs, as bundles are read from them. */
export function blobsOf(store: ContentStore): ReadBlob {
  return (hash) => store.read('blobs', hash)
}

/** The answers of a batch's bundle, a part of it at a time. @throws ContentNotFoundError @throws MalformedBundleError */
export async function* readAnswers(store: ContentStore, { commitment }: Batch): AsyncGenerator<BundleInference> {
  const { manifest, part } = await openBundle(blobsOf(store), commitment.bundleHash)
  for (const stated of manifest.inferences) {
    const bytes = await part(stated)
    yield* readInferences({ ...stated, bytes }, `part ${stated.hash}`).inferences
  }
}

/** The hash of the block that the deployment starts at: it tells the chain from another that began anew. */
export async function startBlockHash({ client, deployment }: Connection): Promise<Hex> {
  return (await getBlock(client, { blockNumber: deployment.startBlock })).hash
}

/** The name of a batch's status. */
export function statusName(status: number): string {
  const name = Object.entries(BatchStatus).find(([, value]) => value === status)?.[0]
  return name ?? `status ${status}`
}

/** The latest block's time, Unix seconds: the only clock that deadlines know. */
export async function chainTime({ client }: Connection): Promise<number> {
  const { timestamp } = await client
    .request({ method: 'eth_getBlockByNumber', params: ['latest', false] })
    .then((block) => {
      if (!block) throw new TypeError('A chain always has a latest block.')
      return block
    })
  return Number(timestamp)
}
