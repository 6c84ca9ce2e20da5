import { BatchStatus } from '@openledger/sdk/abis'
import { attribution } from '@openledger/sdk/actions'
import type { Batch, Bundle } from '@openledger/sdk/attribution'
import { type ContentStore, readBundle as read } from '@openledger/sdk/content'
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

/** @throws ContentNotFoundError @throws MalformedBundleError @throws BundleTooLargeError */
export async function readBundle(store: ContentStore, { commitment }: Batch): Promise<Bundle> {
  return (await read(store, commitment.bundleHash)).bundle
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
