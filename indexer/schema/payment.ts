import { index, onchainEnum, onchainTable, primaryKey } from 'ponder'
import { origin } from './history.ts'

/** A payer's money for one model. */
export const deposit = onchainTable(
  'deposit',
  (t) => ({
    modelId: t.bigint().notNull(),
    payer: t.hex().notNull(),
    /** Wei of OPEN that vouchers can still take. */
    balance: t.bigint().notNull(),
    ...origin(),
  }),
  (table) => ({ key: primaryKey({ columns: [table.modelId, table.payer] }), byPayer: index().on(table.payer) }),
)

export const depositMovementKind = onchainEnum('deposit_movement_kind', ['funded', 'withdrawal_requested', 'withdrawn'])

/** Money put into a deposit, asked back, or paid back. What vouchers took stands in `redemption`. */
export const depositMovement = onchainTable(
  'deposit_movement',
  (t) => ({
    id: t.text().primaryKey(),
    modelId: t.bigint().notNull(),
    payer: t.hex().notNull(),
    kind: depositMovementKind().notNull(),
    /** Wei of OPEN. */
    amount: t.bigint().notNull(),
    /** Whose money was put in; null for the other kinds. */
    from: t.hex(),
    /** Unix seconds from which a requested withdrawal can be paid; null for the other kinds. */
    availableAt: t.bigint(),
    ...origin(),
  }),
  (table) => ({ byDeposit: index().on(table.modelId, table.payer) }),
)

/** What a payer was charged for a model in a term. */
export const charge = onchainTable(
  'charge',
  (t) => ({
    modelId: t.bigint().notNull(),
    term: t.bigint().notNull(),
    payer: t.hex().notNull(),
    /** The running total, in wei of OPEN. */
    amount: t.bigint().notNull(),
    ...origin(),
  }),
  (table) => ({ key: primaryKey({ columns: [table.modelId, table.term, table.payer] }) }),
)

/** A redeemed voucher, and how its money was divided. Amounts are wei of OPEN. */
export const redemption = onchainTable(
  'redemption',
  (t) => ({
    id: t.text().primaryKey(),
    modelId: t.bigint().notNull(),
    term: t.bigint().notNull(),
    payer: t.hex().notNull(),
    /** The payer's running total after it. */
    charged: t.bigint().notNull(),
    /** What this redemption took: the sum of the next four. */
    amount: t.bigint().notNull(),
    dataAmount: t.bigint().notNull(),
    protocolAmount: t.bigint().notNull(),
    baseAmount: t.bigint().notNull(),
    ownerAmount: t.bigint().notNull(),
    ...origin(),
  }),
  (table) => ({ byModel: index().on(table.modelId, table.term), byPayer: index().on(table.payer) }),
)

/** What was given to a model without a receipt, and how it was divided; data's share went to the data fund. Amounts are wei. */
export const gift = onchainTable(
  'gift',
  (t) => ({
    id: t.text().primaryKey(),
    modelId: t.bigint().notNull(),
    payer: t.hex().notNull(),
    /** The sum of the next four. */
    amount: t.bigint().notNull(),
    dataAmount: t.bigint().notNull(),
    protocolAmount: t.bigint().notNull(),
    baseAmount: t.bigint().notNull(),
    ownerAmount: t.bigint().notNull(),
    ...origin(),
  }),
  (table) => ({ byModel: index().on(table.modelId), byPayer: index().on(table.payer) }),
)

/** The key beside its own that signs a payer's vouchers for a model: what was asked for last. */
export const sessionKey = onchainTable(
  'session_key',
  (t) => ({
    modelId: t.bigint().notNull(),
    payer: t.hex().notNull(),
    /** Zero for none. */
    key: t.hex().notNull(),
    /** Unix seconds; the former key signs until then. */
    effectiveFrom: t.bigint().notNull(),
    ...origin(),
  }),
  (table) => ({ key: primaryKey({ columns: [table.modelId, table.payer] }) }),
)

export const requestStatus = onchainEnum('request_status', ['open', 'answered', 'refunded'])

/** A question that was asked on chain. */
export const request = onchainTable(
  'request',
  (t) => ({
    id: t.bigint().primaryKey(),
    modelId: t.bigint().notNull(),
    /** Number of the term whose operator may answer. */
    term: t.bigint().notNull(),
    requester: t.hex().notNull(),
    status: requestStatus().notNull(),
    /** Wei of OPEN, held until it is answered or refunded. */
    price: t.bigint().notNull(),
    callbackGas: t.bigint().notNull(),
    /** Unix seconds. */
    deadline: t.bigint().notNull(),
    prompt: t.hex().notNull(),
    /** The request account that the answer was charged to; this and what follows is null until it is answered. */
    payer: t.hex(),
    version: t.bigint(),
    /** What the answer occupies of the account's charges, in wei. */
    from: t.bigint(),
    to: t.bigint(),
    outputRoot: t.hex(),
    answer: t.hex(),
    dataAmount: t.bigint(),
    protocolAmount: t.bigint(),
    baseAmount: t.bigint(),
    ownerAmount: t.bigint(),
    ...origin(),
  }),
  (table) => ({ byModel: index().on(table.modelId, table.term), byRequester: index().on(table.requester) }),
)

/** Base shares that a model divided between its owner and its own base. */
export const royaltyTransfer = onchainTable(
  'royalty_transfer',
  (t) => ({
    id: t.text().primaryKey(),
    modelId: t.bigint().notNull(),
    /** Who received `amount`; 0 where the model has no base and kept all. */
    baseModelId: t.bigint().notNull(),
    /** Wei of OPEN that went on to the base. */
    amount: t.bigint().notNull(),
    /** Wei of OPEN that became the owner's revenue. */
    kept: t.bigint().notNull(),
    ...origin(),
  }),
  (table) => ({ byModel: index().on(table.modelId) }),
)

export const collectionKind = onchainEnum('collection_kind', ['owner_revenue', 'protocol_fees', 'refunds'])

/** Money paid out: an owner's revenue, the protocol's fees to the treasury, or refunds of requests. */
export const collection = onchainTable(
  'collection',
  (t) => ({
    id: t.text().primaryKey(),
    kind: collectionKind().notNull(),
    /** Null but for an owner's revenue. */
    modelId: t.bigint(),
    recipient: t.hex().notNull(),
    /** Wei of OPEN. */
    amount: t.bigint().notNull(),
    ...origin(),
  }),
  (table) => ({ byModel: index().on(table.modelId), byRecipient: index().on(table.recipient) }),
)

export const poolMovementKind = onchainEnum('pool_movement_kind', ['taken', 'returned', 'released', 'closed'])

/**
 * Data money moved from a term's pool into a batch, back from a void one, or to the data fund: what rested too long was
 * released, and what an ended term left was closed.
 */
export const poolMovement = onchainTable(
  'pool_movement',
  (t) => ({
    id: t.text().primaryKey(),
    modelId: t.bigint().notNull(),
    term: t.bigint().notNull(),
    kind: poolMovementKind().notNull(),
    /** Wei of OPEN. */
    amount: t.bigint().notNull(),
    ...origin(),
  }),
  (table) => ({ byTerm: index().on(table.modelId, table.term) }),
)
