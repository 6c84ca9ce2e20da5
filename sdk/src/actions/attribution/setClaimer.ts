import { payoutDirectoryAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/**
 * Lets `claimer` claim what the sender earns, or no longer. The money goes to the sender's recipient in any case. Cancels
 * a pending recovery.
 */
export const setClaimer = defineWrite('PayoutDirectory', payoutDirectoryAbi, 'setClaimer', 'ClaimerSet')

/** Does the same, waits until it is mined and returns the claimer, with the receipt. */
export const setClaimerSync = defineWriteSync(setClaimer)

export declare namespace setClaimer {
  type Parameters = ParametersOf<typeof setClaimer>
  type ReturnValue = ReturnValueOf<typeof setClaimer>
  type ErrorType = ActionError
}

export declare namespace setClaimerSync {
  type Parameters = setClaimer.Parameters
  type ReturnValue = ReturnValueOf<typeof setClaimerSync>
  type ErrorType = setClaimer.ErrorType
}
