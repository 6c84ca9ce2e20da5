import { BatchStatus } from '@openledger/sdk/abis'
import { attribution, model, payment } from '@openledger/sdk/actions'
import type { ContentStore } from '@openledger/sdk/content'
import type { Address } from 'viem'
import type { Connection } from '../config.ts'
import type { JournaledAnswer } from '../gateway/journal.ts'
import { readBatches, readBundle } from '../ledger.ts'
import { readSessionKey, voucherSigner } from '../signers.ts'

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
 * Redeems each payer's largest voucher of those that promise more than was charged, that the deposit covers and that the
 * chain takes. One that it would refuse, as its session key was replaced since, is left out: it must not stop the others.
 * @returns what was charged of each payer in all after that, and what was taken now, in wei
 */
export async function redeemVouchers(
  connection: Connection,
  answers: readonly JournaledAnswer[],
  { modelId, term }: ModelTerm,
): Promise<{ charged: Map<Address, bigint>; taken: bigint }> {
  const { client, deployment } = connection
  const charged = new Map<Address, bigint>()
  const vouchers = []
  for (const [payer, promised] of vouchersByPayer(answers)) {
    const already = await payment.getCharged(client, { deployment, modelId, term, payer })
    const { balance } = await payment.getDeposit(client, { deployment, modelId, payer })
    const due = promised.filter(({ cumulativeAmount: all }) => already < all && all <= already + balance)
    const voucher = await largestValid(connection, { modelId, term, payer }, due)
    if (voucher) vouchers.push({ payer, ...voucher })
    charged.set(payer, voucher?.cumulativeAmount ?? already)
  }
  if (vouchers.length === 0) return { charged, taken: 0n }
  const { events } = await payment.redeemSync(client, { deployment, modelId, term, vouchers })
  return { charged, taken: events.reduce((taken, { amount }) => taken + amount, 0n) }
}

type Voucher = JournaledAnswer['voucher']

function vouchersByPayer(answers: readonly JournaledAnswer[]): Map<Address, Voucher[]> {
  const promised = new Map<Address, Voucher[]>()
  for (const { payer, voucher } of answers) {
    const own = promised.get(payer)
    if (own) own.push(voucher)
    else promised.set(payer, [voucher])
  }
  return promised
}

/** The largest of a payer's vouchers that it or its session key signed; undefined when there is none. */
async function largestValid(
  connection: Connection,
  of: { modelId: bigint; term: number; payer: Address },
  vouchers: readonly Voucher[],
): Promise<Voucher | undefined> {
  const { chainId, contracts } = connection.deployment
  const domain = { chainId, escrow: contracts.InferenceEscrow }
  const sessionKey = await readSessionKey(connection, of)
  const descending = [...vouchers].sort((a, b) => (a.cumulativeAmount > b.cumulativeAmount ? -1 : 1))
  for (const voucher of descending) {
    if (await voucherSigner(domain, { ...of, ...voucher }, sessionKey)) return voucher
  }
  return undefined
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
