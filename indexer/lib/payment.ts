import {
  charge,
  collection,
  deposit,
  depositMovement,
  gift,
  model,
  poolMovement,
  redemption,
  request,
  royaltyTransfer,
  sessionKey,
  term,
} from 'ponder:schema'
import type { Context, Happened } from './context.ts'
import { columnsOf } from './origin.ts'

/** Creates: depositMovement. Creates or updates: deposit. */
export async function fund({ db }: Context, args: Happened<'InferenceEscrow:Funded'>) {
  const { modelId, payer, from, amount, at } = args
  await db.insert(depositMovement).values({ modelId, payer, kind: 'funded', from, amount, ...at })
  await db
    .insert(deposit)
    .values({ modelId, payer, balance: amount, ...columnsOf(at) })
    .onConflictDoUpdate((row) => ({ balance: row.balance + amount, ...columnsOf(at) }))
}

/** Creates: depositMovement. */
export async function requestWithdrawal({ db }: Context, args: Happened<'InferenceEscrow:WithdrawalRequested'>) {
  await db
    .insert(depositMovement)
    .values({ ...movementOf(args), kind: 'withdrawal_requested', availableAt: args.availableAt })
}

/** Creates: depositMovement. Updates: deposit. */
export async function withdraw({ db }: Context, args: Happened<'InferenceEscrow:Withdrawn'>) {
  const { modelId, payer, amount, at } = args
  await db.insert(depositMovement).values({ ...movementOf(args), kind: 'withdrawn' })
  await db.update(deposit, { modelId, payer }).set((row) => ({ balance: row.balance - amount, ...columnsOf(at) }))
}

function movementOf({ modelId, payer, amount, at }: Happened<'InferenceEscrow:Withdrawn'>) {
  return { modelId, payer, amount, ...at }
}

/** Creates: redemption. Creates or updates: charge. Updates: deposit, model, term. */
export async function redeemVoucher({ db }: Context, args: Happened<'InferenceEscrow:VoucherRedeemed'>) {
  const { modelId, payer, charged, amount, dataAmount, protocolAmount, baseAmount, ownerAmount, at } = args
  const number = BigInt(args.term)
  await db.insert(redemption).values({
    modelId,
    term: number,
    payer,
    charged,
    amount,
    dataAmount,
    protocolAmount,
    baseAmount,
    ownerAmount,
    ...at,
  })
  await db
    .insert(charge)
    .values({ modelId, term: number, payer, amount: charged, ...columnsOf(at) })
    .onConflictDoUpdate({ amount: charged, ...columnsOf(at) })
  await db.update(deposit, { modelId, payer }).set((row) => ({ balance: row.balance - amount, ...columnsOf(at) }))
  await db.update(model, { id: modelId }).set((row) => ({ charged: row.charged + amount, ...divided(row, args) }))
  await db.update(term, { modelId, number }).set((row) => ({ pool: row.pool + dataAmount }))
}

type Shares = Pick<
  Happened<'InferenceEscrow:VoucherRedeemed'>,
  'dataAmount' | 'protocolAmount' | 'baseAmount' | 'ownerAmount'
>

/** What each share of a model comes to with more. */
function divided(row: Shares, more: Shares): Shares {
  return {
    dataAmount: row.dataAmount + more.dataAmount,
    protocolAmount: row.protocolAmount + more.protocolAmount,
    baseAmount: row.baseAmount + more.baseAmount,
    ownerAmount: row.ownerAmount + more.ownerAmount,
  }
}

/** Creates: gift. Updates: model. */
export async function pay({ db }: Context, args: Happened<'InferenceEscrow:Paid'>) {
  const { at, ...given } = args
  await db.insert(gift).values({ ...given, ...at })
  await db.update(model, { id: args.modelId }).set((row) => ({ given: row.given + args.amount, ...divided(row, args) }))
}

/** Creates or updates: sessionKey. */
export async function setSessionKey({ db }: Context, args: Happened<'InferenceEscrow:SessionKeySet'>) {
  const { modelId, payer, key, effectiveFrom, at } = args
  const named = { key, effectiveFrom, ...columnsOf(at) }
  await db
    .insert(sessionKey)
    .values({ modelId, payer, ...named })
    .onConflictDoUpdate(named)
}

/** Creates: request. */
export async function requestInference({ db }: Context, args: Happened<'InferenceEscrow:InferenceRequested'>) {
  const { requestId: id, at, ...asked } = args
  await db.insert(request).values({ id, ...asked, term: BigInt(asked.term), status: 'open', ...columnsOf(at) })
}

/** Creates or updates: charge. Updates: request. */
export async function answerRequest({ db }: Context, args: Happened<'InferenceEscrow:InferenceAnswered'>) {
  const { requestId: id, modelId, payer, from, to, outputRoot, answer, at } = args
  const answered = { payer, version: BigInt(args.version), from, to, outputRoot, answer }
  await db.update(request, { id }).set({ status: 'answered', ...answered })
  await db
    .insert(charge)
    .values({ modelId, term: BigInt(args.term), payer, amount: to, ...columnsOf(at) })
    .onConflictDoUpdate({ amount: to, ...columnsOf(at) })
}

/** Updates: request, model, term. */
export async function chargeRequest({ db }: Context, args: Happened<'InferenceEscrow:RequestCharged'>) {
  const { requestId: id, modelId, dataAmount, protocolAmount, baseAmount, ownerAmount } = args
  const { price, term: number } = await db
    .update(request, { id })
    .set({ dataAmount, protocolAmount, baseAmount, ownerAmount })
  await db.update(model, { id: modelId }).set((row) => ({ charged: row.charged + price, ...divided(row, args) }))
  await db.update(term, { modelId, number }).set((row) => ({ pool: row.pool + dataAmount }))
}

/** Updates: request. */
export async function refundRequest({ db }: Context, args: Happened<'InferenceEscrow:RequestRefunded'>) {
  await db.update(request, { id: args.requestId }).set({ status: 'refunded' })
}

/** Creates: collection. */
export async function collectRefunds({ db }: Context, args: Happened<'InferenceEscrow:RefundsCollected'>) {
  await db.insert(collection).values({ kind: 'refunds', recipient: args.requester, amount: args.amount, ...args.at })
}

/** Creates: royaltyTransfer. Updates: model. */
export async function passOnRoyalties({ db }: Context, args: Happened<'InferenceEscrow:RoyaltiesPassedOn'>) {
  const { at, ...passed } = args
  await db.insert(royaltyTransfer).values({ ...passed, ...at })
  await db.update(model, { id: args.modelId }).set((row) => ({ royaltiesKept: row.royaltiesKept + args.kept }))
}

/** Creates: collection. Updates: model. */
export async function collectOwnerRevenue({ db }: Context, args: Happened<'InferenceEscrow:OwnerRevenueCollected'>) {
  const { modelId, owner, amount, at } = args
  await db.insert(collection).values({ kind: 'owner_revenue', modelId, recipient: owner, amount, ...at })
  await db.update(model, { id: modelId }).set((row) => ({ ownerCollected: row.ownerCollected + amount }))
}

/** Creates: collection. */
export async function collectProtocolFees({ db }: Context, args: Happened<'InferenceEscrow:ProtocolFeesCollected'>) {
  await db
    .insert(collection)
    .values({ kind: 'protocol_fees', recipient: args.treasury, amount: args.amount, ...args.at })
}

/** Creates: poolMovement. Updates: term. */
export async function takePool({ db }: Context, args: Happened<'InferenceEscrow:PoolTaken'>) {
  const { modelId, amount, at } = args
  const number = BigInt(args.term)
  await db.insert(poolMovement).values({ modelId, term: number, kind: 'taken', amount, ...at })
  await db.update(term, { modelId, number }).set((row) => ({ pool: row.pool - amount }))
}

/** Creates: poolMovement. Updates: term. */
export async function returnPool({ db }: Context, args: Happened<'InferenceEscrow:PoolReturned'>) {
  const { modelId, amount, at } = args
  const number = BigInt(args.term)
  await db.insert(poolMovement).values({ modelId, term: number, kind: 'returned', amount, ...at })
  await db.update(term, { modelId, number }).set((row) => ({ pool: row.pool + amount }))
}

/** Creates: poolMovement. Updates: term. */
export async function releasePool({ db }: Context, args: Happened<'InferenceEscrow:PoolReleased'>) {
  const { modelId, amount, at } = args
  const number = BigInt(args.term)
  await db.insert(poolMovement).values({ modelId, term: number, kind: 'released', amount, ...at })
  await db.update(term, { modelId, number }).set((row) => ({ pool: row.pool - amount }))
}

/** Creates: poolMovement. Updates: term. */
export async function closeTerm({ db }: Context, args: Happened<'InferenceEscrow:TermClosed'>) {
  const { modelId, amount, at } = args
  const number = BigInt(args.term)
  await db.insert(poolMovement).values({ modelId, term: number, kind: 'closed', amount, ...at })
  await db.update(term, { modelId, number }).set((row) => ({ pool: row.pool - amount }))
}
