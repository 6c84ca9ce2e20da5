import { openTokenAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/**
 * Lets `spender` take up to `value` wei of the account's OPEN. Deposits, stake and gifts to a reserve need it: the
 * spender is the contract that takes the money.
 */
export const approve = defineWrite('OpenToken', openTokenAbi, 'approve', 'Approval')

/** Does the same, waits until it is mined and returns the approval, with the receipt. */
export const approveSync = defineWriteSync(approve)

export declare namespace approve {
  type Parameters = ParametersOf<typeof approve>
  type ReturnValue = ReturnValueOf<typeof approve>
  type ErrorType = ActionError
}

export declare namespace approveSync {
  type Parameters = approve.Parameters
  type ReturnValue = ReturnValueOf<typeof approveSync>
  type ErrorType = approve.ErrorType
}
