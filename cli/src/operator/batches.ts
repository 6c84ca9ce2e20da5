import { gzipSync } from 'node:zlib'
import { BatchStatus } from '@openledger/sdk/abis'
import { attribution, governance, model, stake } from '@openledger/sdk/actions'
import { type AttributedInference, type Batch, type BuiltBatch, buildBatch } from '@openledger/sdk/attribution'
import { type ContentStore, publishBundle } from '@openledger/sdk/content'
import { canonicalise } from '@openledger/sdk/text'
import { formatEther } from 'viem'
import type { Connection, SigningClient } from '../config.ts'
import { BadInputError, CliError } from '../errors.ts'
import type { JournaledAnswer } from '../gateway/journal.ts'
import { chainTime, readBatches } from '../ledger.ts'
import { readReserves } from '../reserves.ts'
import { type ModelTerm, openBatchOf, pendingAnswers, redeemVouchers } from './pending.ts'

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

/**
 * Redeems the term's vouchers and commits all answers that they paid in one batch: its bundle is in the store before its
 * roots are on chain.
 * @throws TermEndedError @throws BatchOpenError @throws NothingToBatchError @throws StakeTooSmallError
 */
export async function commitBatch(
  connection: Connection<SigningClient>,
  store: ContentStore,
  answers: readonly JournaledAnswer[],
  modelTerm: ModelTerm,
): Promise<CommittedBatch> {
  const { modelId, term } = modelTerm
  await checkOperator(connection, modelTerm)
  const open = await openBatchOf(connection, modelId)
  if (open !== undefined) throw new BatchOpenError(open, (await findBatch(connection, modelId, open)).challengesUntil)
  const pending = await pendingAnswers(connection, store, answers, modelTerm)
  const { charged } = await redeemVouchers(connection, pending, modelTerm)
  // What was charged nothing has no place in a batch.
  const paid = pending.filter(({ payer, from, to }) => from < to && to <= (charged.get(payer) ?? 0n))
  const counting = await countingVersions(connection, modelTerm, new Set(paid.map(({ version }) => version)))
  const batched = paid.filter(({ version }) => counting.has(version))
  if (batched.length === 0) throw new NothingToBatchError(pending.length)
  const built = await buildModelBatch(connection, modelId, term, batched.map(inferenceOf))
  const left = pending.length - batched.length
  return { ...(await publishBatch(connection, store, built)), answers: batched.length, left }
}

/**
 * Redeems the term's vouchers without a batch. While one is open nothing else keeps payers from withdrawing what they have
 * promised. Anyone may.
 * @returns what was taken, in wei
 * @throws TermEndedError
 */
export async function redeemAnswers(
  connection: Connection<SigningClient>,
  answers: readonly JournaledAnswer[],
  modelTerm: ModelTerm,
): Promise<bigint> {
  await checkTerm(connection, modelTerm)
  const ofTerm = answers.filter(({ modelId, term }) => modelId === modelTerm.modelId && term === modelTerm.term)
  return (await redeemVouchers(connection, ofTerm, modelTerm)).taken
}

/**
 * Which of `versions` may stand in a batch of now: those active since the term's last finalised batch was committed, or since
 * its start, less the grace. Whoever batches an answer of another one loses the bond, however honest the answer was.
 */
async function countingVersions(
  connection: Connection,
  { modelId, term }: ModelTerm,
  versions: ReadonlySet<number>,
): Promise<Set<number>> {
  const { client, deployment } = connection
  const { startedAt } = await model.getTerm(client, { deployment, modelId, number: term })
  const { versionGrace } = await governance.getParameters(client, { deployment })
  const finalised = (await readBatches(connection, modelId)).filter(({ status }) => status === BatchStatus.Finalised)
  const last = Math.max(startedAt, ...finalised.map(({ batch }) => batch.committedAt))
  const since = BigInt(Math.max(0, last - versionGrace))
  const until = BigInt(await chainTime(connection))
  const counting = new Set<number>()
  for (const number of versions) {
    if (await model.wasActive(client, { deployment, modelId, number, from: since, to: until })) counting.add(number)
  }
  return counting
}

/** An answer as a batch states it. */
export function inferenceOf(answer: JournaledAnswer): AttributedInference {
  const { version, payer, from, to, receipt, credits } = answer
  return { version, payer, from, to, receipt, credits, output: new TextEncoder().encode(canonicalise(answer.content)) }
}

/** Builds a model's batch from answers, with the data share and the reserves that the chain has. */
export async function buildModelBatch(
  connection: Connection,
  modelId: bigint,
  term: number,
  inferences: AttributedInference[],
): Promise<BuiltBatch> {
  const { client, deployment } = connection
  const { chainId, contracts } = deployment
  const { revenue } = await model.getModel(client, { deployment, modelId })
  const reserves = await readReserves(
    connection,
    inferences.flatMap(({ credits }) => credits.map(({ submissionId }) => submissionId)),
  )
  return buildBatch({
    chainId,
    ledger: contracts.AttributionLedger,
    modelId,
    term,
    inferences,
    dataBps: revenue.dataBps,
    reserveOf: ({ submissionId }) => reserves.get(submissionId)!,
    gzip: (bytes) => gzipSync(bytes),
  })
}

/** Writes a batch's bundle to the store and commits the batch. @throws StakeTooSmallError */
export async function publishBatch(
  { client, deployment }: Connection<SigningClient>,
  store: ContentStore,
  { commitment, packed }: BuiltBatch,
): Promise<{ batchId: bigint; batch: Batch }> {
  const { dataFees } = commitment
  const itemCount =
    BigInt(commitment.inferenceCount) + commitment.creditCount + BigInt(commitment.payoutCount) + commitment.entryCount
  const needed = await attribution.getBondFor(client, { deployment, dataFees, itemCount })
  const free = await stake.getFreeStake(client, { deployment, account: client.account.address })
  if (free < needed) throw new StakeTooSmallError(needed, free)
  const { uri: bundleUri } = await publishBundle(store, packed)
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
