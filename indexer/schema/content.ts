// What the API serves of the content store. Ponder neither creates nor fills these: they are views, made by
// lib/content/tables.ts, that join what the loader has checked with the chain's tables.
import { onchainTable, primaryKey } from 'ponder'

/** What became of a batch's bundle. */
export const batchContent = onchainTable('batch_content', (t) => ({
  batchId: t.bigint().primaryKey(),
  /**
   * `pending`: it was not looked for yet; `verified`: it fits the batch's roots and totals; `missing`: the store does not
   * have it; `mismatch`: it does not fit.
   */
  status: t.text().notNull(),
  reason: t.text(),
}))

/** What became of a submission's leaves. */
export const submissionContent = onchainTable('submission_content', (t) => ({
  submissionId: t.bigint().primaryKey(),
  /** As of `batchContent`. */
  status: t.text().notNull(),
  reason: t.text(),
}))

/** A contributed text: a leaf of a submission. */
export const contribution = onchainTable(
  'contribution',
  (t) => ({
    submissionId: t.bigint().notNull(),
    leafIndex: t.bigint().notNull(),
    datanetId: t.bigint().notNull(),
    contributor: t.hex().notNull(),
    textRoot: t.hex().notNull(),
    /** Its canonical text; null until it is verified. */
    text: t.text(),
    /** As of `batchContent`. */
    textStatus: t.text().notNull(),
    textReason: t.text(),
    /** Number of its own revocation in the registry's sequence; null if it was not revoked by itself. */
    revokedAt: t.bigint(),
  }),
  (table) => ({ key: primaryKey({ columns: [table.submissionId, table.leafIndex] }) }),
)

/** A paid answer of a batch. Amounts are wei of OPEN. */
export const inference = onchainTable(
  'inference',
  (t) => ({
    batchId: t.bigint().notNull(),
    index: t.bigint().notNull(),
    modelId: t.bigint().notNull(),
    version: t.bigint().notNull(),
    payer: t.hex().notNull(),
    /** The payer's running totals before and after the answer. */
    from: t.bigint().notNull(),
    to: t.bigint().notNull(),
    dataFee: t.bigint().notNull(),
    outputRoot: t.hex().notNull(),
    /** The canonical output; null where its bytes are not text. */
    output: t.text(),
    /** Bytes of the canonical output. */
    outputLength: t.bigint().notNull(),
    creditsRoot: t.hex().notNull(),
    creditCount: t.bigint().notNull(),
    /** The receipt's signature. */
    receipt: t.hex().notNull(),
  }),
  (table) => ({ key: primaryKey({ columns: [table.batchId, table.index] }) }),
)

/** Words of an output and the contribution that they belong to. Positions and lengths are bytes. */
export const credit = onchainTable(
  'credit',
  (t) => ({
    batchId: t.bigint().notNull(),
    inferenceIndex: t.bigint().notNull(),
    index: t.bigint().notNull(),
    /** The credited words in the output. */
    start: t.bigint().notNull(),
    length: t.bigint().notNull(),
    /** The support in the output: the credited words and their equal surroundings. */
    matchStart: t.bigint().notNull(),
    matchLength: t.bigint().notNull(),
    /** The source, and the first byte of the support in it. */
    submissionId: t.bigint().notNull(),
    leafIndex: t.bigint().notNull(),
    offset: t.bigint().notNull(),
    contributor: t.hex().notNull(),
  }),
  (table) => ({ key: primaryKey({ columns: [table.batchId, table.inferenceIndex, table.index] }) }),
)

/** What an account earned by a batch. Amounts are wei of OPEN. */
export const payout = onchainTable(
  'payout',
  (t) => ({
    batchId: t.bigint().notNull(),
    index: t.bigint().notNull(),
    modelId: t.bigint().notNull(),
    account: t.hex().notNull(),
    amount: t.bigint().notNull(),
    /** What of it was claimed. */
    claimed: t.bigint().notNull(),
    /** Of the batch: only a `finalised` payout can be claimed, and a `voided` one never. */
    batchStatus: t.text().notNull(),
    entriesRoot: t.hex().notNull(),
    entryCount: t.bigint().notNull(),
  }),
  (table) => ({ key: primaryKey({ columns: [table.batchId, table.index] }) }),
)

/** A credit's part of a payout. */
export const entry = onchainTable(
  'entry',
  (t) => ({
    batchId: t.bigint().notNull(),
    payoutIndex: t.bigint().notNull(),
    index: t.bigint().notNull(),
    inferenceIndex: t.bigint().notNull(),
    creditIndex: t.bigint().notNull(),
    account: t.hex().notNull(),
    /** Wei of OPEN. */
    amount: t.bigint().notNull(),
  }),
  (table) => ({ key: primaryKey({ columns: [table.batchId, table.payoutIndex, table.index] }) }),
)

/** What an account earned in all, in wei of OPEN. */
export const account = onchainTable('account', (t) => ({
  address: t.hex().primaryKey(),
  /** In finalised batches, as their content says; where that is not to be had, what was claimed. */
  earned: t.bigint().notNull(),
  /** In batches that can still be challenged. */
  pending: t.bigint().notNull(),
  /** The part of `earned` that was claimed. */
  claimed: t.bigint().notNull(),
}))
