import { payoutDirectoryAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/**
 * Lets the sender be paid at `recipient`; the zero address for the sender itself. Cancels a pending recovery.
 */
export const setRecipient = defineWrite('PayoutDirectory', payoutDirectoryAbi, 'setRecipient', 'RecipientSet')

/** Does the same, waits until it is mined and returns the recipient, with the receipt. */
export const setRecipientSync = defineWriteSync(setRecipient)

export declare namespace setRecipient {
  type Parameters = ParametersOf<typeof setRecipient>
  type ReturnValue = ReturnValueOf<typeof setRecipient>
  type ErrorType = ActionError
}

export declare namespace setRecipientSync {
  type Parameters = setRecipient.Parameters
  type ReturnValue = ReturnValueOf<typeof setRecipientSync>
  type ErrorType = setRecipient.ErrorType
}
