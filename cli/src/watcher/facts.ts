import { AttributionRule, BatchStatus } from '@openledger/sdk/abis'
import { model, payment } from '@openledger/sdk/actions'
import {
  type Batch,
  BundleTooLargeError,
  type ChainFacts,
  createPreimages,
  type EarlierBatch,
  encodeInference,
  MalformedBundleError,
  type Named,
  type Preimages,
  preimagesOf,
} from '@openledger/sdk/attribution'
import { ContentMismatchError, ContentNotFoundError, type ContentStore, readBundle } from '@openledger/sdk/content'
import { openCommitted } from '@openledger/sdk/engine'
import { openSumTree, type SumLeaf } from '@openledger/sdk/trees'
import type { Address } from 'viem'
import type { Connection } from '../config.ts'
import { blobsOf, readBatches } from '../ledger.ts'
import { type LongOptions, workersFor } from '../progress.ts'
import { readReserves } from '../reserves.ts'
import type { WatchedVersion } from '../versions.ts'

/**
 * Asks the chain all that it says of what a batch names.
 * @param versionOf Gives each of the versions; undefined for one that the chain does not have.
 */
export async function readFacts(
  connection: Connection,
  store: ContentStore,
  batch: Batch,
  { versions, payers, submissions }: Named,
  { versionOf, ...options }: LongOptions & { versionOf(version: number): WatchedVersion | undefined },
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
    options.signal?.throwIfAborted()
    options.onProgress?.({ phase: 'payers', done: charged.size, total: payers.size })
    charged.set(payer, await payment.getCharged(client, { deployment, modelId, term, payer }))
  }
  const reserveOf = await readReserves(connection, submissions)
  return {
    rule: rule === AttributionRule.InfluenceV1 ? 'InfluenceV1' : 'WindowV1',
    dataBps: revenue.dataBps,
    corpusOf: (version) => versionOf(version)?.corpus,
    // Of this batch, which alone is checked by these facts.
    wasActive: (version) => active.get(version)!,
    charged: (payer) => charged.get(payer)!,
    reserveOf,
    earlier: await readEarlier(connection, store, batch, options.signal),
  }
}

/** The finalised batches of a batch's model and term. Of one whose bundle cannot be read nothing is known but its root. */
async function readEarlier(
  connection: Connection,
  store: ContentStore,
  batch: Batch,
  signal: AbortSignal | undefined,
): Promise<EarlierBatch[]> {
  const { modelId, term } = batch.commitment
  const earlier: EarlierBatch[] = []
  for (const { batchId, batch: other, status } of await readBatches(connection, modelId)) {
    if (status !== BatchStatus.Finalised || other.commitment.term !== term) continue
    const preimages = await readInferences(connection, store, other, signal).catch(unreadable)
    earlier.push({ batchId, batch: other, preimages: preimages instanceof Error ? createPreimages() : preimages })
  }
  return earlier
}

/** What opens the inferences of a batch: all that evidence shows of an earlier one. */
async function readInferences(
  { deployment }: Connection,
  store: ContentStore,
  { commitment }: Batch,
  signal: AbortSignal | undefined,
): Promise<Preimages> {
  const chain = { chainId: deployment.chainId, ledger: deployment.contracts.AttributionLedger }
  const options = { signal, workers: workersFor(Number(commitment.bundleSize)) }
  const opened = await openCommitted(blobsOf(store), commitment, chain, options)
  // Nobody challenged it, and its bundle may open other trees than it makes.
  if (!opened.matches) return preimagesOf((await readBundle(store, commitment.bundleHash)).bundle)
  const leaves: SumLeaf[] = []
  for await (const { leaf, stated } of opened.content.inferences()) {
    leaves.push({ bytes: encodeInference(leaf), sum: stated.dataFee })
  }
  return createPreimages(openSumTree(leaves).preimages)
}

/** A bundle that is not there, or is none: the error, to be told. Any other failure goes on up. */
export function unreadable(
  error: unknown,
): ContentNotFoundError | ContentMismatchError | MalformedBundleError | BundleTooLargeError {
  if (error instanceof ContentNotFoundError || error instanceof ContentMismatchError) return error
  if (error instanceof MalformedBundleError || error instanceof BundleTooLargeError) return error
  throw error
}
