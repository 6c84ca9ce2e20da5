import { AttributionRule, BatchStatus } from '@openledger/sdk/abis'
import { model, payment } from '@openledger/sdk/actions'
import {
  type Batch,
  BundleTooLargeError,
  type ChainFacts,
  createPreimages,
  type EarlierBatch,
  MalformedBundleError,
  type Named,
  preimagesOf,
} from '@openledger/sdk/attribution'
import { ContentMismatchError, ContentNotFoundError, type ContentStore } from '@openledger/sdk/content'
import type { Address } from 'viem'
import type { Connection } from '../config.ts'
import { readBatches, readBundle } from '../ledger.ts'
import { readReserves } from '../reserves.ts'
import type { CorpusCache } from '../versions.ts'

/** Asks the chain all that it says of what a batch names. */
export async function readFacts(
  connection: Connection,
  store: ContentStore,
  corpora: CorpusCache,
  batch: Batch,
  { versions, payers, submissions }: Named,
): Promise<ChainFacts> {
  const { client, deployment } = connection
  const { modelId, term } = batch.commitment
  const { rule, revenue } = await model.getModel(client, { deployment, modelId })
  const active = new Map<number, boolean>()
  for (const number of versions) {
    const [from, to] = [BigInt(batch.versionsSince), BigInt(batch.committedAt)]
    active.set(number, await model.wasActive(client, { deployment, modelId, number, from, to }))
  }
  const charged = new Map<Address, bigint>()
  for (const payer of payers) {
    charged.set(payer, await payment.getCharged(client, { deployment, modelId, term, payer }))
  }
  const reserves = await readReserves(connection, submissions)
  return {
    rule: rule === AttributionRule.InfluenceV1 ? 'InfluenceV1' : 'WindowV1',
    dataBps: revenue.dataBps,
    corpusOf: await corpora.load(modelId, versions),
    // Of this batch, which alone is checked by these facts.
    wasActive: (version) => active.get(version)!,
    charged: (payer) => charged.get(payer)!,
    reserveOf: (submissionId) => reserves.get(submissionId)!,
    earlier: await readEarlier(connection, store, batch),
  }
}

/** The finalised batches of a batch's model and term. Of one whose bundle cannot be read nothing is known but its root. */
async function readEarlier(connection: Connection, store: ContentStore, batch: Batch): Promise<EarlierBatch[]> {
  const { modelId, term } = batch.commitment
  const known = await readBatches(connection, modelId)
  const final = known.filter(
    ({ batch: other, status }) => status === BatchStatus.Finalised && other.commitment.term === term,
  )
  return Promise.all(
    final.map(async ({ batchId, batch: other }) => {
      const bundle = await readBundle(store, other).catch(unreadable)
      return { batchId, batch: other, preimages: bundle instanceof Error ? createPreimages() : preimagesOf(bundle) }
    }),
  )
}

/** A bundle that is not there, or is none: the error, to be told. Any other failure goes on up. */
export function unreadable(
  error: unknown,
): ContentNotFoundError | ContentMismatchError | MalformedBundleError | BundleTooLargeError {
  if (error instanceof ContentNotFoundError || error instanceof ContentMismatchError) return error
  if (error instanceof MalformedBundleError || error instanceof BundleTooLargeError) return error
  throw error
}
