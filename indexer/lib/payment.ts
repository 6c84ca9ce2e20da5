import { charge, collection, deposit, depositMovement, model, poolMovement, redemption, term } from 'ponder:schema'
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
  const { modelId, payer, charged, amount, dataAmount, protocolAmount, ownerAmount, at } = args
  const number = BigInt(args.term)
  await db.insert(redemption).values({
    modelId,
    term: number,
    payer,
    charged,
    amount,
    dataAmount,
    protocolAmount,
    ownerAmount,
    ...at,
  })
  await db
    .insert(charge)
    .values({ modelId, term: number, payer, amount: charged, ...columnsOf(at) })
    .onConflictDoUpdate({ amount: charged, ...columnsOf(at) })
  await db.update(deposit, { modelId, payer }).set((row) => ({ balance: row.balance - amount, ...columnsOf(at) }))
  await db.update(model, { id: modelId }).set((row) => ({
    charged: row.charged + amount,
    dataAmount: row.dataAmount + dataAmount,
    protocolAmount: row.protocolAmount + protocolAmount,
    ownerAmount: row.ownerAmount + ownerAmount,
  }))
  await db.update(term, { modelId, number }).set((row) => ({ pool: row.pool + dataAmount }))
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
