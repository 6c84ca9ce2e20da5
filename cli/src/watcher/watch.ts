import { ChainUnreachableError, ContractError } from '@openledger/sdk'
import { BatchStatus } from '@openledger/sdk/abis'
import { attribution } from '@openledger/sdk/actions'
import {
  type Batch,
  type Evidence,
  encodeEvidence,
  evidenceKindOf,
  type Item,
  reservationOf,
} from '@openledger/sdk/attribution'
import type { ContentStore } from '@openledger/sdk/content'
import { type AttributeOutput, attributeSync, checkLargeBatch, type Verdict } from '@openledger/sdk/engine'
import { getBlockNumber } from 'viem/actions'
import type { Connection, SigningClient } from '../config.ts'
import { blobsOf, chainTime } from '../ledger.ts'
import { type Progress, workersFor } from '../progress.ts'
import { type VersionCache, versionCache, type WatchedVersion } from '../versions.ts'
import { readFacts, unreadable } from './facts.ts'

/** What the watcher says of a batch. */
export type WatchEvent =
  | { event: 'checked'; batchId: bigint; modelId: bigint; verdict: 'honest'; answers: number; credits: number }
  | { event: 'fraud'; batchId: bigint; modelId: bigint; kind: Evidence['kind'] }
  | { event: 'challenged'; batchId: bigint; modelId: bigint; kind: Evidence['kind']; reward: bigint }
  /** The batch cannot be judged: its bundle or a text is missing, or its bundle does not open what was committed. */
  | { event: 'unclear'; batchId: bigint; modelId: bigint; reason: string }
  /** The batch was settled before it could be judged. */
  | { event: 'settled'; batchId: bigint; modelId: bigint; status: number }
  /** The chain did not answer; the watcher asks again. */
  | { event: 'offline'; reason: string }

export type WatchParameters = {
  connection: Connection<SigningClient>
  store: ContentStore
  report(event: WatchEvent): void
  /** Ends the watch. */
  signal: AbortSignal
  /** Milliseconds between looks at the chain. */
  interval: number
  onProgress?(progress: Progress): void
  /** Bytes of a bundle, unpacked, that is read at once where it is not what was committed: see `checkLargeBatch`. */
  most?: number
}

type Open = { batchId: bigint; batch: Batch; reported?: string }

/**
 * Follows every batch of the ledger until `signal` ends it: recomputes each from chain and store, and challenges what it
 * can prove wrong, reserved against copying. A batch that cannot be judged yet is looked at again as long as it is open.
 */
export async function watch(parameters: WatchParameters): Promise<void> {
  const { connection, store, signal, interval, report } = parameters
  const { client, deployment } = connection
  const versions = versionCache(connection, store)
  const open = new Set<Open>()
  let fromBlock = deployment.startBlock
  while (!signal.aborted) {
    try {
      const toBlock = await getBlockNumber(client, { cacheTime: 0 })
      if (toBlock >= fromBlock) {
        const logs = await attribution.listBatches(client, { deployment, fromBlock, toBlock })
        for (const { args } of logs) open.add({ batchId: args.batchId, batch: args.batch })
        fromBlock = toBlock + 1n
      }
      for (const batch of open) {
        if (signal.aborted) return
        if (await judge(parameters, versions, batch)) open.delete(batch)
      }
    } catch (error) {
      if (signal.aborted) return
      if (!(error instanceof ChainUnreachableError)) throw error
      report({ event: 'offline', reason: error.message })
    }
    await pause(interval, signal)
  }
}

/** Judges a batch and acts. @returns whether there is nothing more to do about it */
async function judge(parameters: WatchParameters, versions: VersionCache, open: Open): Promise<boolean> {
  const { connection, report } = parameters
  const { client, deployment } = connection
  const { batchId, batch } = open
  const { modelId } = batch.commitment
  const status = await attribution.getBatchStatus(client, { deployment, batchId })
  if (status !== BatchStatus.Committed) {
    report({ event: 'settled', batchId, modelId, status })
    return true
  }
  const unclear = async (reason: string) => {
    if (open.reported !== reason) report({ event: 'unclear', batchId, modelId, reason })
    open.reported = reason
    return (await chainTime(connection)) >= batch.challengesUntil
  }
  const verdict = await check(parameters, versions, open).catch(unreadable)
  if (verdict instanceof Error) return unclear(verdict.message)
  let unclearReason: string | undefined
  for (const finding of verdict.isRight ? [] : verdict.findings) {
    if ('evidence' in finding) {
      const { kind } = finding.evidence
      report({ event: 'fraud', batchId, modelId, kind })
      if (await prove(parameters, batchId, batch, finding.evidence)) return true
      unclearReason ??= `The chain did not take the evidence of ${kind}.`
    } else if ('unknownSource' in finding) {
      const { submissionId, leafIndex } = finding.unknownSource
      unclearReason ??= `The store lacks the text of submission ${submissionId}, leaf ${leafIndex}, which decides about words.`
    } else {
      unclearReason ??= `The bundle does not open what was committed: ${describe(finding.withheld)}.`
    }
  }
  if (unclearReason) return unclear(unclearReason)
  // Where nothing is found the leaves are as many as were declared.
  const { inferenceCount: answers, creditCount } = batch.commitment
  report({ event: 'checked', batchId, modelId, verdict: 'honest', answers, credits: Number(creditCount) })
  return true
}

/** Recomputes a batch. @throws what `unreadable` takes */
function check(parameters: WatchParameters, versions: VersionCache, { batchId, batch }: Open): Promise<Verdict> {
  const { connection, store, signal, onProgress, most } = parameters
  const { modelId, bundleSize } = batch.commitment
  const long = { signal, onProgress }
  const workers = workersFor(Number(bundleSize))
  let versionOf: (version: number) => WatchedVersion | undefined
  const indexOf = (version: number) => {
    const watched = versionOf(version)
    return watched && { source: watched.source(), view: watched.view }
  }
  const attributeHere: AttributeOutput = (version, output) => {
    const { source, view } = indexOf(version)!
    return attributeSync(source, output, view)
  }
  return checkLargeBatch({
    ...long,
    batchId,
    batch,
    most,
    read: blobsOf(store),
    workers,
    async factsOf(named) {
      versionOf = await versions.load(modelId, named.versions, long)
      return readFacts(connection, store, batch, named, { ...long, versionOf })
    },
    // Threads are given a copy of an index: for much work only.
    attribute: workers > 0 ? { ofVersion: indexOf } : attributeHere,
  })
}

/** What is withheld, in words. */
function describe({ kind, outer, inner, first, count }: Item): string {
  const what = `${kind} ${first} to ${first + count - 1}`
  if (kind === 'Inferences' || kind === 'Payouts') return what
  if (kind === 'Entries') return `${what} of payout ${outer}`
  if (kind === 'Credits' || kind === 'OutputChunks') return `${what} of answer ${outer}`
  if (kind === 'SourceChunks') return `${what} of credit ${inner} of answer ${outer}`
  return kind
}

/** Challenges a batch: reserves the evidence, lets a block pass, and proves it. @returns whether the batch is void */
async function prove(parameters: WatchParameters, batchId: bigint, batch: Batch, found: Evidence): Promise<boolean> {
  const { connection, report } = parameters
  const { client, deployment } = connection
  const kind = evidenceKindOf(found)
  const evidence = encodeEvidence(found)
  const reservation = reservationOf({ kind, evidence, challenger: client.account.address, batchId })
  const { modelId } = batch.commitment
  const reservedAt = await attribution.getReservedAt(client, { deployment, reservation })
  // The transaction of the challenge is mined in a later block than the reservation's, which is all that is asked.
  if (reservedAt === 0n) await attribution.reserveChallengeSync(client, { deployment, reservation })
  try {
    const { reward } = await attribution.challengeSync(client, { deployment, batchId, batch, kind, evidence })
    report({ event: 'challenged', batchId, modelId, kind: found.kind, reward })
    return true
  } catch (error) {
    // The chain's answer settles it, whatever it was: somebody else was faster, or the evidence does not hold.
    if (!(error instanceof ContractError)) throw error
    report({ event: 'unclear', batchId, modelId, reason: error.message })
    const status = await attribution.getBatchStatus(client, { deployment, batchId })
    return status !== BatchStatus.Committed
  }
}

/** Waits, or less when the signal comes. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, milliseconds)
    function done() {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    signal.addEventListener('abort', done)
  })
}
