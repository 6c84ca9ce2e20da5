import { index, onchainEnum, onchainTable, primaryKey } from 'ponder'
import { origin } from './history.ts'

export const attributionRule = onchainEnum('attribution_rule', ['window_v1', 'influence_v1'])

/** A model that is paid per answer. */
export const model = onchainTable(
  'model',
  (t) => ({
    id: t.bigint().primaryKey(),
    /** Publishes versions, sets the price, receives the owner's share. */
    owner: t.hex().notNull(),
    name: t.text().notNull(),
    metadataUri: t.text().notNull(),
    /** Ids of the datanets that every version includes. */
    datanets: t.bigint().array().notNull(),
    /** Wei of OPEN for an answer. */
    price: t.bigint().notNull(),
    protocolBps: t.integer().notNull(),
    ownerBps: t.integer().notNull(),
    /** The share of the base's owners; 0 without a base. */
    baseBps: t.integer().notNull(),
    dataBps: t.integer().notNull(),
    rule: attributionRule().notNull(),
    shareAlike: t.boolean().notNull(),
    /** Whether it takes money at all. */
    commercial: t.boolean().notNull(),
    /** Id of the model it is derived from; 0 for none. */
    baseModelId: t.bigint().notNull(),
    /** Whether it was retired, for good. */
    retired: t.boolean().notNull(),
    /** Number of the last term that was started. */
    term: t.bigint().notNull(),
    /** Number of the last version published; 0 before the first. */
    latestVersion: t.bigint().notNull(),
    /** What payers were charged by vouchers and requests in all, in wei. */
    charged: t.bigint().notNull(),
    /** What was given to it without a receipt in all, in wei. */
    given: t.bigint().notNull(),
    /** The next four are the parts of `charged` and `given`. */
    dataAmount: t.bigint().notNull(),
    protocolAmount: t.bigint().notNull(),
    baseAmount: t.bigint().notNull(),
    ownerAmount: t.bigint().notNull(),
    /** Of base shares of models derived from it: what its owner kept, in wei. */
    royaltiesKept: t.bigint().notNull(),
    /** The part of `ownerAmount` and `royaltiesKept` that the owner has collected. */
    ownerCollected: t.bigint().notNull(),
    ...origin(),
  }),
  (table) => ({ byOwner: index().on(table.owner), byBase: index().on(table.baseModelId) }),
)

/** The time of one operator and one receipt key. */
export const term = onchainTable(
  'term',
  (t) => ({
    modelId: t.bigint().notNull(),
    number: t.bigint().notNull(),
    /** Commits batches, under its own stake. */
    operator: t.hex().notNull(),
    /** Signs the receipts of the term. */
    receiptKey: t.hex().notNull(),
    /** Unix seconds. */
    startedAt: t.bigint().notNull(),
    /** Unix seconds from which it commits and redeems nothing; null until a change is announced. */
    endsAt: t.bigint(),
    /** Operator and receipt key of the announced term; null where none is announced. */
    nextOperator: t.hex(),
    nextReceiptKey: t.hex(),
    /** Seconds of a period of its data pool, and from the announcement of a change to its end. */
    poolTimeout: t.bigint().notNull(),
    /** Data money that is in no batch, in wei. */
    pool: t.bigint().notNull(),
    ...origin(),
  }),
  (table) => ({ key: primaryKey({ columns: [table.modelId, table.number] }), byOperator: index().on(table.operator) }),
)

/** A frozen state of a model. */
export const version = onchainTable(
  'version',
  (t) => ({
    modelId: t.bigint().notNull(),
    number: t.bigint().notNull(),
    artifactHash: t.hex().notNull(),
    uri: t.text().notNull(),
    /** Number of the registry's sequence whose state it was built from. */
    snapshot: t.bigint().notNull(),
    /** Ids of its datanets. */
    datanets: t.bigint().array().notNull(),
    /** K of `window/v1`; 0 under `influence/v1`. */
    windowWords: t.integer().notNull(),
    /** Number of the base model's version it is built from; 0 without a base. */
    baseVersion: t.bigint().notNull(),
    /** Whether it was activated and not retired since; active it is only before `supersededAt`. */
    on: t.boolean().notNull(),
    /** Unix seconds from which it cannot be active; null while no later version was activated. */
    supersededAt: t.bigint(),
    ...origin(),
  }),
  (table) => ({ key: primaryKey({ columns: [table.modelId, table.number] }) }),
)

/** An activation or retirement of a version. It counts as active in both seconds. */
export const versionChange = onchainTable(
  'version_change',
  (t) => ({
    id: t.text().primaryKey(),
    modelId: t.bigint().notNull(),
    version: t.bigint().notNull(),
    /** Whether it was activated; else it was retired. */
    on: t.boolean().notNull(),
    ...origin(),
  }),
  (table) => ({ byVersion: index().on(table.modelId, table.version) }),
)

/** A change of a model's price. */
export const priceChange = onchainTable(
  'price_change',
  (t) => ({
    id: t.text().primaryKey(),
    modelId: t.bigint().notNull(),
    /** Wei of OPEN for an answer, from here on. */
    price: t.bigint().notNull(),
    ...origin(),
  }),
  (table) => ({ byModel: index().on(table.modelId) }),
)
