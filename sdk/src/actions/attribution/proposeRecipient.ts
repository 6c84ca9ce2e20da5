import { payoutDirectoryAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/**
 * Proposes that `account`, which lost its key, be paid at `recipient`. Only its guardian. Takes effect by
 * `executeRecovery` after the delay, unless the account does anything in the directory before.
 */
export const proposeRecipient = defineWrite(
  'PayoutDirectory',
  payoutDirectoryAbi,
  'proposeRecipient',
  'RecoveryProposed',
)

/** Does the same, waits until it is mined and returns when it can be executed, with the receipt. */
export const proposeRecipientSync = defineWriteSync(proposeRecipient)

export declare namespace proposeRecipient {
  type Parameters = ParametersOf<typeof proposeRecipient>
  type ReturnValue = ReturnValueOf<typeof proposeRecipient>
  type ErrorType = ActionError
}

export declare namespace proposeRecipientSync {
  type Parameters = proposeRecipient.Parameters
  type ReturnValue = ReturnValueOf<typeof proposeRecipientSync>
  type ErrorType = proposeRecipient.ErrorType
}
