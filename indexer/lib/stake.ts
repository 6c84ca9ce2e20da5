import { parameterChange, stake, stakeMovement } from 'ponder:schema'
import type { Address } from 'viem'
import type { Context, Happened } from './context.ts'
import { columnsOf, type Origin } from './origin.ts'

/** Stake of an account, in wei. */
type Balance = { active: bigint; locked: bigint; unbonding: bigint }

/** Creates: stakeMovement. Creates or updates: stake. */
export async function addStake(context: Context, args: Happened<'StakeVault:Staked'>) {
  const { account, from, amount, at } = args
  await context.db.insert(stakeMovement).values({ account, kind: 'staked', amount, counterparty: from, ...at })
  await change(context, { account, at, by: { active: amount } })
}

/** Creates: stakeMovement. Updates: stake. */
export async function requestUnbonding(context: Context, args: Happened<'StakeVault:UnbondingRequested'>) {
  const { account, amount, availableAt, at } = args
  await context.db.insert(stakeMovement).values({ account, kind: 'unbonding_requested', amount, availableAt, ...at })
  await change(context, { account, at, by: { active: -amount, unbonding: amount } })
  await context.db.update(stake, { account }).set({ availableAt })
}

/** Creates: stakeMovement. Updates: stake. */
export async function withdrawStake(context: Context, args: Happened<'StakeVault:StakeWithdrawn'>) {
  const { account, amount, at } = args
  await context.db.insert(stakeMovement).values({ account, kind: 'withdrawn', amount, ...at })
  await change(context, { account, at, by: { unbonding: -amount } })
}

/** Creates: stakeMovement. Updates: stake. */
export async function lockStake(context: Context, args: Happened<'StakeVault:StakeLocked'>) {
  const { account, amount, at } = args
  await context.db.insert(stakeMovement).values({ account, kind: 'locked', amount, ...at })
  await change(context, { account, at, by: { locked: amount } })
}

/** Creates: stakeMovement. Updates: stake. */
export async function releaseStake(context: Context, args: Happened<'StakeVault:StakeReleased'>) {
  const { account, amount, at } = args
  await context.db.insert(stakeMovement).values({ account, kind: 'released', amount, ...at })
  await change(context, { account, at, by: { locked: -amount } })
}

/** Creates: stakeMovement. Updates: stake. */
export async function slashStake(context: Context, args: Happened<'StakeVault:StakeSlashed'>) {
  const { account, challenger, amount, reward, at } = args
  await context.db
    .insert(stakeMovement)
    .values({ account, kind: 'slashed', amount, counterparty: challenger, reward, ...at })
  await change(context, { account, at, by: { active: -amount, locked: -amount } })
}

async function change({ db }: Context, step: { account: Address; at: Origin; by: Partial<Balance> }) {
  const { active = 0n, locked = 0n, unbonding = 0n } = step.by
  await db
    .insert(stake)
    .values({ account: step.account, active, locked, unbonding, ...columnsOf(step.at) })
    .onConflictDoUpdate((row) => ({
      active: row.active + active,
      locked: row.locked + locked,
      unbonding: row.unbonding + unbonding,
      ...columnsOf(step.at),
    }))
}

/** Creates: parameterChange. */
export async function changeParameters({ db }: Context, args: Happened<'ProtocolConfig:ParametersChanged'>) {
  const { parameters, at } = args
  await db.insert(parameterChange).values({
    ...parameters,
    demandPeriod: BigInt(parameters.demandPeriod),
    responsePeriod: BigInt(parameters.responsePeriod),
    challengeTail: BigInt(parameters.challengeTail),
    unbondingPeriod: BigInt(parameters.unbondingPeriod),
    withdrawalDelay: BigInt(parameters.withdrawalDelay),
    submissionLife: BigInt(parameters.submissionLife),
    dataResponsePeriod: BigInt(parameters.dataResponsePeriod),
    arbiterPeriod: BigInt(parameters.arbiterPeriod),
    poolTimeout: BigInt(parameters.poolTimeout),
    trialTime: BigInt(parameters.trialTime),
    versionGrace: BigInt(parameters.versionGrace),
    ...at,
  })
}
