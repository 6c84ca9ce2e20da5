import { mkdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { BatchStatus } from '@openledger/sdk/abis'
import { attribution, governance, model, stake } from '@openledger/sdk/actions'
import type { AttributedInference, Batch, BatchCommitment } from '@openledger/sdk/attribution'
import { type ContentStore, formatContentUri } from '@openledger/sdk/content'
import { buildLargeBatch, createAnswers, type LargeBatchParameters } from '@openledger/sdk/engine'
import { canonicalise } from '@openledger/sdk/text'
import { formatEther } from 'viem'
import type { Connection, SigningClient } from '../config.ts'
import { BadInputError, CliError } from '../errors.ts'
import { type JournaledAnswer, readJournal } from '../gateway/journal.ts'
import { lock } from '../gateway/lock.ts'
import { chainTime, readBatches } from '../ledger.ts'
import { workersFor } from '../progress.ts'
import { readReserves } from '../reserves.ts'
import { type ModelTerm, openBatchOf, readPending, readPromised, redeemVouchers } from './pending.ts'

/** A batch of the model is open already. */
export class BatchOpenError extends CliError {
  constructor(batchId: bigint, until: number) {
    super(
      `Batch ${batchId} of this model is open until ${new Date(until * 1000).toISOString()}: finalise it then, and commit after that. Meanwhile redeem vouchers without a batch.`,
    )
  }
}

/** No answer waits for a batch. */
export class NothingToBatchError extends CliError {
  constructor(unpaid: number) {
    super(
      unpaid === 0
        ? 'No paid answer waits for a batch: commit when there is one.'
        : `${unpaid} answers wait, but their payers' deposits no longer cover the vouchers, the keys that signed them were replaced, or their versions were retired too long ago: nothing can be batched.`,
    )
  }
}

/** The chain redeems and commits nothing for a term that is over. */
export class TermEndedError extends CliError {
  constructor(modelId: bigint, term: number, endsAt: number) {
    super(
      `Term ${term} of model ${modelId} ended at ${new Date(endsAt * 1000).toISOString()}: what was not committed before is void.`,
    )
  }
}

/** The operator has too little free stake for the bond. */
export class StakeTooSmallError extends CliError {
  constructor(needed: bigint, free: bigint) {
    super(
      `The batch needs a bond of ${formatEther(needed)} OPEN and ${formatEther(free)} of the stake is free: stake more.`,
    )
  }
}

export type CommittedBatch = { batchId: bigint; batch: Batch; answers: number; left: number }

export type CommitOptions = Pick<LargeBatchParameters, 'signal' | 'onProgress'> & {
  /** The gateway's journal. */
  journal: string
  /** Folder for what is made of it on the way. */
  data: string
}

/**
 * Redeems the term's vouchers and commits all answers that they paid in one batch: its bundle is in the store before its
 * roots are on chain. Whenever it ends on the way, the journal has every answer, and the next time begins anew.
 * @throws TermEndedError @throws BatchOpenError @throws NothingToBatchError @throws StakeTooSmallError @throws InUseError
 */
export async function commitBatch(
  connection: Connection<SigningClient>,
  store: ContentStore,
  modelTerm: ModelTerm,
  { journal, data, ...options }: CommitOptions,
): Promise<CommittedBatch> {
  const { modelId } = modelTerm
  await checkOperator(connection, modelTerm)
  const open = await openBatchOf(connection, modelId)
  if (open !== undefined) throw new BatchOpenError(open, (await findBatch(connection, modelId, open)).challengesUntil)
  await mkdir(data, { recursive: true })
  const path = join(data, 'batch.answers')
  const unlock = lock(path)
  try {
    const isPending = await readPending(connection, store, modelTerm)
    options.signal?.throwIfAborted()
    const { charged } = await redeemVouchers(connection, await readPromised(journal, modelTerm), modelTerm)
    const counts = await countingVersions(connection, modelTerm)
    // What another one left that was killed.
    await rm(path, { force: true })
    const answers = await createAnswers(path)
    let [pending, batched] = [0, 0]
    try {
      for await (const answer of readJournal(journal)) {
        options.signal?.throwIfAborted()
        if (!isPending(answer)) continue
        pending++
        // What was charged nothing has no place in a batch.
        const isPaid = answer.from < answer.to && answer.to <= (charged.get(answer.payer) ?? 0n)
        if (!isPaid || !(await counts(answer.version))) continue
        await answers.append(inferenceOf(answer))
        batched++
      }
    } finally {
      await answers.close()
    }
    if (batched === 0) throw new NothingToBatchError(pending)
    const commitment = await buildModelBatch(connection, store, modelTerm, { ...options, answers: path })
    options.signal?.throwIfAborted()
    return { ...(await commitBuilt(connection, commitment)), answers: batched, left: pending - batched }
  } finally {
    await rm(path, { force: true })
    unlock()
  }
}

/**
 * Redeems the term's vouchers without a batch. While one is open nothing else keeps payers from withdrawing what they have
 * promised. Anyone may.
 * @returns what was taken, in wei
 * @throws TermEndedError
 */
export async function redeemAnswers(
  connection: Connection<SigningClient>,
  journal: string,
  modelTerm: ModelTerm,
): Promise<bigint> {
  await checkTerm(connection, modelTerm)
  return (await redeemVouchers(connection, await readPromised(journal, modelTerm), modelTerm)).taken
}

/**
 * Tells which versions may stand in a batch of now: those active since the term's last finalised batch was committed, or
 * since its start, less the grace. Whoever batches an answer of another one loses the bond, however honest the answer was.
 */
async function countingVersions(
  connection: Connection,
  { modelId, term }: ModelTerm,
): Promise<(version: number) => Promise<boolean>> {
  const { client, deployment } = connection
  const { startedAt } = await model.getTerm(client, { deployment, modelId, number: term })
  const { versionGrace } = await governance.getParameters(client, { deployment })
  const finalised = (await readBatches(connection, modelId)).filter(({ status }) => status === BatchStatus.Finalised)
  const last = Math.max(startedAt, ...finalised.map(({ batch }) => batch.committedAt))
  const from = BigInt(Math.max(0, last - versionGrace))
  const to = BigInt(await chainTime(connection))
  const known = new Map<number, boolean>()
  return async (number) => {
    const counts = known.get(number) ?? (await model.wasActive(client, { deployment, modelId, number, from, to }))
    known.set(number, counts)
    return counts
  }
}

/** An answer as a batch states it. */
export function inferenceOf(answer: JournaledAnswer): AttributedInference {
  const { version, payer, from, to, receipt, credits } = answer
  return { version, payer, from, to, receipt, credits, output: new TextEncoder().encode(canonicalise(answer.content)) }
}

/** Builds a model's batch from a file of answers, with the data share and the reserves that the chain has: its bundle is then in the store. */
export async function buildModelBatch(
  connection: Connection,
  store: ContentStore,
  { modelId, term }: ModelTerm,
  options: Pick<LargeBatchParameters, 'answers' | 'signal' | 'onProgress'>,
): Promise<BatchCommitment> {
  const { client, deployment } = connection
  const { chainId, contracts } = deployment
  const { revenue } = await model.getModel(client, { deployment, modelId })
  const { size } = await stat(options.answers)
  const { commitment } = await buildLargeBatch({
    ...options,
    chainId,
    ledger: contracts.AttributionLedger,
    modelId,
    term,
    dataBps: revenue.dataBps,
    reserveOf: async (submissionId) => (await readReserves(connection, [submissionId]))(submissionId),
    write: (hash, bytes) => store.write('blobs', hash, bytes),
    workers: workersFor(size),
  })
  return commitment
}

/** Commits a batch whose bundle is in the store. @throws StakeTooSmallError */
export async function commitBuilt(
  { client, deployment }: Connection<SigningClient>,
  commitment: BatchCommitment,
): Promise<{ batchId: bigint; batch: Batch }> {
  const { dataFees } = commitment
  const itemCount =
    BigInt(commitment.inferenceCount) + commitment.creditCount + BigInt(commitment.payoutCount) + commitment.entryCount
  const needed = await attribution.getBondFor(client, { deployment, dataFees, itemCount })
  const free = await stake.getFreeStake(client, { deployment, account: client.account.address })
  if (free < needed) throw new StakeTooSmallError(needed, free)
  const bundleUri = formatContentUri({ kind: 'blobs', key: commitment.bundleHash })
  const { batchId, batch } = await attribution.commitSync(client, { deployment, commitment, bundleUri })
  return { batchId, batch }
}

/**
 * Finalises the model's open batch once its challenge period is over. Anyone may.
 * @throws CliError when there is none, or it is too early
 */
export async function finaliseBatch(connection: Connection<SigningClient>, modelId: bigint) {
  const { client, deployment } = connection
  const batchId = await openBatchOf(connection, modelId)
  if (batchId === undefined) throw new CliError(`Model ${modelId} has no open batch: commit one first.`)
  const batch = await findBatch(connection, modelId, batchId)
  if ((await chainTime(connection)) < batch.challengesUntil) {
    const until = new Date(batch.challengesUntil * 1000).toISOString()
    throw new CliError(`Batch ${batchId} can be challenged until ${until}: finalise it after that.`)
  }
  const { earned, unearned } = await attribution.finaliseSync(client, { deployment, batchId, batch })
  return { batchId, earned, unearned }
}

async function findBatch(connection: Connection, modelId: bigint, batchId: bigint): Promise<Batch> {
  const known = (await readBatches(connection, modelId)).find((candidate) => candidate.batchId === batchId)
  if (!known) throw new CliError(`The chain has no event of batch ${batchId}: ask a node that keeps all logs.`)
  return known.batch
}

/** @throws BadInputError when the key is not the operator's @throws TermEndedError */
async function checkOperator(connection: Connection<SigningClient>, modelTerm: ModelTerm): Promise<void> {
  const { modelId } = modelTerm
  const { operator } = await checkTerm(connection, modelTerm)
  if (operator !== connection.client.account.address) {
    throw new BadInputError(
      `Model ${modelId} is operated by ${operator}, and the key is ${connection.client.account.address}'s: give the operator's.`,
    )
  }
}

/** @throws TermEndedError */
async function checkTerm(connection: Connection, { modelId, term }: ModelTerm) {
  const { client, deployment } = connection
  const found = await model.getTerm(client, { deployment, modelId, number: term })
  if (found.endsAt <= (await chainTime(connection))) throw new TermEndedError(modelId, term, found.endsAt)
  return found
}
