import { stakeVaultAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/**
 * Stakes `amount` wei of the sender's OPEN for `account`, which operates or validates. Approve the vault for it first.
 */
export const stake = defineWrite('StakeVault', stakeVaultAbi, 'stake', 'Staked')

/** Does the same, waits until it is mined and returns the stake, with the receipt. */
export const stakeSync = defineWriteSync(stake)

export declare namespace stake {
  type Parameters = ParametersOf<typeof stake>
  type ReturnValue = ReturnValueOf<typeof stake>
  type ErrorType = ActionError
}

export declare namespace stakeSync {
  type Parameters = stake.Parameters
  type ReturnValue = ReturnValueOf<typeof stakeSync>
  type ErrorType = stake.ErrorType
}
