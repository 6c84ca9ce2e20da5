import { stakeVaultAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/**
 * Starts the unbonding of `amount` wei of the sender's free stake. A second request joins the first, and both become
 * available when the second does.
 */
export const requestUnbonding = defineWrite('StakeVault', stakeVaultAbi, 'requestUnbonding', 'UnbondingRequested')

/** Does the same, waits until it is mined and returns when it becomes available, with the receipt. */
export const requestUnbondingSync = defineWriteSync(requestUnbonding)

export declare namespace requestUnbonding {
  type Parameters = ParametersOf<typeof requestUnbonding>
  type ReturnValue = ReturnValueOf<typeof requestUnbonding>
  type ErrorType = ActionError
}

export declare namespace requestUnbondingSync {
  type Parameters = requestUnbonding.Parameters
  type ReturnValue = ReturnValueOf<typeof requestUnbondingSync>
  type ErrorType = requestUnbonding.ErrorType
}
