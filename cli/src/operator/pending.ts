import { BatchStatus } from '@openledger/sdk/abis'
import { attribution, model, payment } from '@openledger/sdk/actions'
import type { ContentStore } from '@openledger/sdk/content'
import type { Address } from 'viem'
import type { Connection } from '../config.ts'
import { type JournaledAnswer, readJournal } from '../gateway/journal.ts'
import { readAnswers, readBatches } from '../ledger.ts'
import { readSessionKey, voucherSigner } from '../signers.ts'

/** A model's term, whose answers are batched together. */
export type ModelTerm = { modelId: bigint; term: number }

/** Tells the answers of a term that are in no batch that stands. */
export type IsPending = (answer: JournaledAnswer) => boolean

/**
 * Which of a term's answers are in no batch that stands. Read off the chain and the store alone, so that it is right after
 * any crash; the answers of a voided batch are pending again.
 */
export async function readPending(
  connection: Connection,
  store: ContentStore,
  modelTerm: ModelTerm,
): Promise<IsPending> {
  const batched = new Map<Address, Set<bigint>>()
  for (const { batch, status } of await readBatches(connection, modelTerm.modelId)) {
    if (batch.commitment.term !== modelTerm.term || status === BatchStatus.Voided) continue
    for await (const { payer, from } of readAnswers(store, batch)) {
      const own = batched.get(payer)
      if (own) own.add(from)
      else batched.set(payer, new Set([from]))
    }
  }
  return (answer) => isOfTerm(answer, modelTerm) && !batched.get(answer.payer)?.has(answer.from)
}

export function isOfTerm({ modelId, term }: JournaledAnswer, of: ModelTerm): boolean {
  return modelId === of.modelId && term === of.term
}

/** Most vouchers of one transaction, so that it fits a block. */
const MOST_VOUCHERS = 100

/** What payers promised, by payer. */
export type Promised = ReadonlyMap<Address, readonly Voucher[]>

/**
 * Redeems each payer's largest voucher of those that promise more than was charged, that the deposit covers and that the
 * chain takes. One that it would refuse, as its session key was replaced since, is left out: it must not stop the others.
 * @returns what was charged of each payer in all after that, and what was taken now, in wei
 */
export async function redeemVouchers(
  connection: Connection,
  promises: Promised,
  { modelId, term }: ModelTerm,
): Promise<{ charged: Map<Address, bigint>; taken: bigint }> {
  const { client, deployment } = connection
  const charged = new Map<Address, bigint>()
  const vouchers = []
  for (const [payer, promised] of promises) {
    const already = await payment.getCharged(client, { deployment, modelId, term, payer })
    const { balance } = await payment.getDeposit(client, { deployment, modelId, payer })
    const due = promised.filter(({ cumulativeAmount: all }) => already < all && all <= already + balance)
    const voucher = await largestValid(connection, { modelId, term, payer }, due)
    if (voucher) vouchers.push({ payer, ...voucher })
    charged.set(payer, voucher?.cumulativeAmount ?? already)
  }
  let taken = 0n
  for (let at = 0; at < vouchers.length; at += MOST_VOUCHERS) {
    const portion = vouchers.slice(at, at + MOST_VOUCHERS)
    const { events } = await payment.redeemSync(client, { deployment, modelId, term, vouchers: portion })
    for (const { amount } of events) taken += amount
  }
  return { charged, taken }
}

type Voucher = JournaledAnswer['voucher']

/** The vouchers of a term's answers in the journal. */
export async function readPromised(journal: string, modelTerm: ModelTerm): Promise<Promised> {
  const promised = new Map<Address, Voucher[]>()
  for await (const answer of readJournal(journal)) {
    if (!isOfTerm(answer, modelTerm)) continue
    const { payer, voucher } = answer
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
