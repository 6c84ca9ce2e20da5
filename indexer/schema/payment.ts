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
    /** What this redemption took: the sum of the next three. */
    amount: t.bigint().notNull(),
    dataAmount: t.bigint().notNull(),
    protocolAmount: t.bigint().notNull(),
    ownerAmount: t.bigint().notNull(),
    ...origin(),
  }),
  (table) => ({ byModel: index().on(table.modelId, table.term), byPayer: index().on(table.payer) }),
)

export const collectionKind = onchainEnum('collection_kind', ['owner_revenue', 'protocol_fees'])

/** Revenue paid out: an owner's share, or the protocol's fees to the treasury. */
export const collection = onchainTable(
  'collection',
  (t) => ({
    id: t.text().primaryKey(),
    kind: collectionKind().notNull(),
    /** Null for protocol fees. */
    modelId: t.bigint(),
    recipient: t.hex().notNull(),
    /** Wei of OPEN. */
    amount: t.bigint().notNull(),
    ...origin(),
  }),
  (table) => ({ byModel: index().on(table.modelId), byRecipient: index().on(table.recipient) }),
)

export const poolMovementKind = onchainEnum('pool_movement_kind', ['taken', 'returned'])

/** Data money moved from a term's pool into a batch, or back from a void one. */
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
