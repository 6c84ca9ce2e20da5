import { index, onchainEnum, onchainTable, primaryKey } from 'ponder'
import { origin } from './history.ts'

/** A registry of contributed data for one domain. */
export const datanet = onchainTable(
  'datanet',
  (t) => ({
    id: t.bigint().primaryKey(),
    /** Names validators and revokes. */
    curator: t.hex().notNull(),
    name: t.text().notNull(),
    metadataUri: t.text().notNull(),
    schemaUri: t.text().notNull(),
    /** SPDX licence expression of its content. */
    licence: t.text().notNull(),
    commercialUse: t.boolean().notNull(),
    derivatives: t.boolean().notNull(),
    shareAlike: t.boolean().notNull(),
    /** Share of what its contributions earn that goes to its reserve, in basis points. */
    reserveBps: t.integer().notNull(),
    /** The account under which the reserve earns in payout trees. */
    reserveAccount: t.hex().notNull(),
    /** Number of the set of validators that decides on submissions from now on; 0 while none is named. */
    validatorSet: t.bigint().notNull(),
    /** OPEN that the reserve holds, in wei. */
    reserve: t.bigint().notNull(),
    ...origin(),
  }),
  (table) => ({ byCurator: index().on(table.curator) }),
)

/** The validators who decide on the submissions made while their set was in force. */
export const validatorSet = onchainTable('validator_set', (t) => ({
  /** Numbered over all datanets. */
  id: t.bigint().primaryKey(),
  datanetId: t.bigint().notNull(),
  validators: t.hex().array().notNull(),
  ...origin(),
}))

export const submissionStatus = onchainEnum('submission_status', ['pending', 'accepted', 'rejected'])

/** A tree of contributions. Its id is its place in prior art. */
export const submission = onchainTable(
  'submission',
  (t) => ({
    id: t.bigint().primaryKey(),
    datanetId: t.bigint().notNull(),
    /** Root of the Tree over its contribution leaves. */
    root: t.hex().notNull(),
    /** Number of its contributions. */
    count: t.bigint().notNull(),
    submitter: t.hex().notNull(),
    /** Id of the submission that it refines; 0 for none. */
    parent: t.bigint().notNull(),
    /** The set of validators that decides. */
    validatorSet: t.bigint().notNull(),
    uri: t.text().notNull(),
    approvals: t.integer().notNull(),
    rejections: t.integer().notNull(),
    /** A submission that was not decided in its life keeps `pending`. */
    status: submissionStatus().notNull(),
    /** Number of its acceptance in the registry's sequence; null before. */
    sequence: t.bigint(),
    /** Number of its revocation as a whole in the registry's sequence; null if it was not revoked. */
    revokedAt: t.bigint(),
    ...origin(),
  }),
  (table) => ({
    byDatanet: index().on(table.datanetId),
    bySubmitter: index().on(table.submitter),
    byRoot: index().on(table.root),
  }),
)

/** A validator's vote on a submission. */
export const validatorVote = onchainTable(
  'validator_vote',
  (t) => ({
    submissionId: t.bigint().notNull(),
    validator: t.hex().notNull(),
    approved: t.boolean().notNull(),
    ...origin(),
  }),
  (table) => ({
    key: primaryKey({ columns: [table.submissionId, table.validator] }),
    byValidator: index().on(table.validator),
  }),
)

/** The revocation of one contribution. */
export const leafRevocation = onchainTable(
  'leaf_revocation',
  (t) => ({
    submissionId: t.bigint().notNull(),
    leafIndex: t.bigint().notNull(),
    /** The datanet's curator or the contributor. */
    revoker: t.hex().notNull(),
    /** Number in the registry's sequence: it counts for snapshots from there on. */
    sequence: t.bigint().notNull(),
    ...origin(),
  }),
  (table) => ({ key: primaryKey({ columns: [table.submissionId, table.leafIndex] }) }),
)

/** Money that came to a datanet's reserve. */
export const reserveFunding = onchainTable(
  'reserve_funding',
  (t) => ({
    id: t.text().primaryKey(),
    datanetId: t.bigint().notNull(),
    /** The giver: the attribution ledger where it was earned. */
    from: t.hex().notNull(),
    /** Wei of OPEN. */
    amount: t.bigint().notNull(),
    ...origin(),
  }),
  (table) => ({ byDatanet: index().on(table.datanetId) }),
)

/** A grant of the data fund to a datanet's reserve. */
export const grant = onchainTable(
  'data_fund_grant',
  (t) => ({
    id: t.text().primaryKey(),
    datanetId: t.bigint().notNull(),
    /** Wei of OPEN. */
    amount: t.bigint().notNull(),
    ...origin(),
  }),
  (table) => ({ byDatanet: index().on(table.datanetId) }),
)
