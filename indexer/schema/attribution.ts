import { index, onchainEnum, onchainTable } from 'ponder'
import { evidenceKinds } from './evidence.ts'
import { origin } from './history.ts'

export const batchStatus = onchainEnum('batch_status', ['committed', 'finalised', 'voided'])

/** A batch of attribution as its operator committed it. Its content stands in `inference`, `credit`, `payout`, `entry`. */
export const batch = onchainTable(
  'batch',
  (t) => ({
    id: t.bigint().primaryKey(),
    modelId: t.bigint().notNull(),
    term: t.bigint().notNull(),
    operator: t.hex().notNull(),
    status: batchStatus().notNull(),
    inferencesRoot: t.hex().notNull(),
    inferenceCount: t.bigint().notNull(),
    /** The money taken from the term's data pool, in wei. */
    dataFees: t.bigint().notNull(),
    payoutsRoot: t.hex().notNull(),
    payoutCount: t.bigint().notNull(),
    /** What all accounts earned by it, in wei. */
    earned: t.bigint().notNull(),
    /** Credits of all its inferences, and entries of all its payouts. */
    creditCount: t.bigint().notNull(),
    entryCount: t.bigint().notNull(),
    bundleHash: t.hex().notNull(),
    /** Bytes of the bundle. */
    bundleSize: t.bigint().notNull(),
    bundleUri: t.text().notNull(),
    /** Wei of the operator's stake locked for it. */
    bond: t.bigint().notNull(),
    /** Unix seconds, as the next three. */
    committedAt: t.bigint().notNull(),
    demandsUntil: t.bigint().notNull(),
    challengesUntil: t.bigint().notNull(),
    /** From then on a version that answered must have been active at some time. */
    versionsSince: t.bigint().notNull(),
    /** Seconds in which a demand must be answered. */
    responsePeriod: t.bigint().notNull(),
    /** What nobody earned and the data fund got, in wei; null before it is final. */
    unearned: t.bigint(),
    /** When it became final or void, Unix seconds; null before. */
    settledAt: t.bigint(),
    /** keccak256 of the commitment: batches that declare the same share the same content. */
    contentKey: t.hex().notNull(),
    ...origin(),
  }),
  (table) => ({
    byModel: index().on(table.modelId),
    byOperator: index().on(table.operator),
    byStatus: index().on(table.status),
    byContentKey: index().on(table.contentKey),
  }),
)

export const evidenceKind = onchainEnum('evidence_kind', [...evidenceKinds])

/** A challenge that proved a batch wrong and voided it. */
export const challenge = onchainTable(
  'challenge',
  (t) => ({
    batchId: t.bigint().primaryKey(),
    modelId: t.bigint().notNull(),
    /** Who proved it. */
    challenger: t.hex().notNull(),
    kind: evidenceKind().notNull(),
    /** The operator's stake that was slashed, in wei. */
    bond: t.bigint().notNull(),
    /** The challenger's part of it, in wei: 0 where the evidence was not reserved. The data fund got the rest. */
    reward: t.bigint().notNull(),
    ...origin(),
  }),
  (table) => ({ byModel: index().on(table.modelId), byChallenger: index().on(table.challenger) }),
)

/** Evidence reserved against copying. */
export const challengeReservation = onchainTable('challenge_reservation', (t) => ({
  /** `keccak256(abi.encode(kind, keccak256(evidence), challenger, batchId))`. */
  id: t.hex().primaryKey(),
  sender: t.hex().notNull(),
  ...origin(),
}))

/** A payout that its account claimed. */
export const claim = onchainTable(
  'claim',
  (t) => ({
    id: t.text().primaryKey(),
    batchId: t.bigint().notNull(),
    account: t.hex().notNull(),
    /** Who received the money. */
    recipient: t.hex().notNull(),
    /** Wei of OPEN. */
    amount: t.bigint().notNull(),
    ...origin(),
  }),
  (table) => ({ byPayout: index().on(table.batchId, table.account), byAccount: index().on(table.account) }),
)
