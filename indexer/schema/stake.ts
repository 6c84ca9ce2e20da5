import { index, onchainEnum, onchainTable } from 'ponder'
import { origin } from './history.ts'

/** Stake of an operator or validator. Amounts are wei of OPEN. */
export const stake = onchainTable('stake', (t) => ({
  account: t.hex().primaryKey(),
  /** All stake that is not being unbonded, locked stake included. */
  active: t.bigint().notNull(),
  /** The part of `active` that backs open batches. */
  locked: t.bigint().notNull(),
  /** Stake on its way out. */
  unbonding: t.bigint().notNull(),
  /** Unix seconds from which `unbonding` can be withdrawn; null while nothing was ever unbonded. */
  availableAt: t.bigint(),
  ...origin(),
}))

export const stakeMovementKind = onchainEnum('stake_movement_kind', [
  'staked',
  'unbonding_requested',
  'withdrawn',
  'locked',
  'released',
  'slashed',
])

/** A change of an account's stake. */
export const stakeMovement = onchainTable(
  'stake_movement',
  (t) => ({
    id: t.text().primaryKey(),
    account: t.hex().notNull(),
    kind: stakeMovementKind().notNull(),
    /** Wei of OPEN. */
    amount: t.bigint().notNull(),
    /** Who staked it, or whose challenge slashed it; null for the other kinds. */
    counterparty: t.hex(),
    /** The challenger's part of what was slashed, in wei; null for the other kinds. */
    reward: t.bigint(),
    /** Unix seconds from which it can be withdrawn; null but for a request to unbond. */
    availableAt: t.bigint(),
    ...origin(),
  }),
  (table) => ({ byAccount: index().on(table.account) }),
)

/** A new set of the protocol's parameters, in force from its block on. Times are seconds, amounts wei of OPEN. */
export const parameterChange = onchainTable('parameter_change', (t) => ({
  id: t.text().primaryKey(),
  protocolFeeBps: t.integer().notNull(),
  dataFloorBps: t.integer().notNull(),
  demandPeriod: t.bigint().notNull(),
  responsePeriod: t.bigint().notNull(),
  challengeTail: t.bigint().notNull(),
  unbondingPeriod: t.bigint().notNull(),
  withdrawalDelay: t.bigint().notNull(),
  minimumBond: t.bigint().notNull(),
  bondBps: t.integer().notNull(),
  bondPerItem: t.bigint().notNull(),
  validatorStake: t.bigint().notNull(),
  submissionLife: t.bigint().notNull(),
  dataResponsePeriod: t.bigint().notNull(),
  arbiterPeriod: t.bigint().notNull(),
  poolTimeout: t.bigint().notNull(),
  trialTime: t.bigint().notNull(),
  versionGrace: t.bigint().notNull(),
  demandDepositFactor: t.integer().notNull(),
  escalationBond: t.bigint().notNull(),
  /** Zero for nobody. */
  arbiter: t.hex().notNull(),
  ...origin(),
}))
