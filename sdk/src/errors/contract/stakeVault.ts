import { contractError } from './contractError.ts'
import { open, time } from './format.ts'

export class StakeVaultZeroAccountError extends contractError(
  'StakeVault_ZeroAccount',
  () => 'Stake cannot be given to the zero address: name the account that it is for.',
) {}

export class StakeVaultZeroAmountError extends contractError(
  'StakeVault_ZeroAmount',
  () => 'There is no stake to move: pass an amount above 0 wei.',
) {}

export class StakeVaultNotSlasherError extends contractError(
  'StakeVault_NotSlasher',
  ({ caller }) =>
    `${caller} may not lock, release or slash stake: only the registry of datanets and the ledger of attribution may.`,
) {}

export class StakeVaultInsufficientFreeStakeError extends contractError(
  'StakeVault_InsufficientFreeStake',
  ({ account, needed, free }) =>
    `${account} has ${open(free)} of free stake and needs ${open(needed)}: stake the rest, or wait until open batches release theirs.`,
) {}

export class StakeVaultNothingAvailableError extends contractError(
  'StakeVault_NothingAvailable',
  ({ account, availableAt }) =>
    `${account} has no stake to withdraw before ${time(availableAt)}: request its unbonding, and withdraw when its time has come.`,
) {}

export class StakeVaultBlockedError extends contractError(
  'StakeVault_Blocked',
  ({ account }) =>
    `A payout of a batch of ${account} was demanded and not answered in time: answer the demand, which anyone can, and its stake is free to move again.`,
) {}
