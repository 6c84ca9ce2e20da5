import { openTokenAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/**
 * Gives the votes of the account's OPEN to `delegatee`; to itself, to vote with them. OPEN that is delegated to nobody
 * does not vote.
 */
export const delegate = defineWrite('OpenToken', openTokenAbi, 'delegate', 'DelegateChanged')

/** Does the same, waits until it is mined and returns the change, with the receipt. */
export const delegateSync = defineWriteSync(delegate)

export declare namespace delegate {
  type Parameters = ParametersOf<typeof delegate>
  type ReturnValue = ReturnValueOf<typeof delegate>
  type ErrorType = ActionError
}

export declare namespace delegateSync {
  type Parameters = delegate.Parameters
  type ReturnValue = ReturnValueOf<typeof delegateSync>
  type ErrorType = delegate.ErrorType
}
