import { BatchStatus } from '@openledger/sdk/abis'
import { attribution, model, payment } from '@openledger/sdk/actions'
import type { ContentStore } from '@openledger/sdk/content'
import type { Address } from 'viem'
import type { Connection } from '../config.ts'
import type { JournaledAnswer } from '../gateway/journal.ts'
import { readBatches, readBundle } from '../ledger.ts'

/** A model's term, whose answers are batched together. */
export type ModelTerm = { modelId: bigint; term: number }

/**
 * The journal's answers of a term that are in no batch that stands, in their order. Read off the chain and the store
 * alone, so that it is right after any crash; the answers of a voided batch are pending again.
 */
export async function pendingAnswers(
  connection: Connection,
  store: ContentStore,
  answers: readonly JournaledAnswer[],
  { modelId, term }: ModelTerm,
): Promise<JournaledAnswer[]> {
  const batched = new Set<string>()
  for (const { batch, status } of await readBatches(connection, modelId)) {
    if (batch.commitment.term !== term || status === BatchStatus.Voided) continue
    for (const { payer, from } of (await readBundle(store, batch)).inferences) batched.add(keyOf({ payer, from }))
  }
  return answers.filter((answer) => answer.modelId === modelId && answer.term === term && !batched.has(keyOf(answer)))
}

function keyOf({ payer, from }: { payer: Address; from: bigint }): string {
  return `${payer}/${from}`
}

/**
 * Redeems each payer's largest voucher, where it promises more than was charged and the deposit covers it.
 * @returns what was charged of each payer in all after that, in wei
 */
export async function redeemVouchers(
  { client, deployment }: Connection,
  answers: readonly JournaledAnswer[],
  { modelId, term }: ModelTerm,
): Promise<Map<Address, bigint>> {
  const largest = new Map<Address, JournaledAnswer['voucher']>()
  for (const { payer, voucher } of answers) {
    const known = largest.get(payer)
    if (!known || known.cumulativeAmount < voucher.cumulativeAmount) largest.set(payer, voucher)
  }
  const charged = new Map<Address, bigint>()
  const vouchers = []
  for (const [payer, voucher] of largest) {
    const already = await payment.getCharged(client, { deployment, modelId, term, payer })
    const { balance } = await payment.getDeposit(client, { deployment, modelId, payer })
    const covered = voucher.cumulativeAmount - already <= balance
    if (voucher.cumulativeAmount > already && covered) vouchers.push({ payer, ...voucher })
    charged.set(payer, covered && voucher.cumulativeAmount > already ? voucher.cumulativeAmount : already)
  }
  if (vouchers.length > 0) await payment.redeemSync(client, { deployment, modelId, term, vouchers })
  return charged
}

/** The open batch of a model; undefined when there is none. */
export async function openBatchOf({ client, deployment }: Connection, modelId: bigint): Promise<bigint | undefined> {
  const batchId = await attribution.getOpenBatch(client, { deployment, modelId })
  return batchId === 0n ? undefined : batchId
}

/** The term in force of a model. */
export async function currentTerm({ client, deployment }: Connection, modelId: bigint): Promise<ModelTerm> {
  const { term } = await model.getModel(client, { deployment, modelId })
  return { modelId, term }
}
