import { payoutDirectoryAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/**
 * Names who may propose another recipient should the sender lose its key; the zero address for nobody. Cancels a pending
 * recovery.
 */
export const setGuardian = defineWrite('PayoutDirectory', payoutDirectoryAbi, 'setGuardian', 'GuardianSet')

/** Does the same, waits until it is mined and returns the guardian, with the receipt. */
export const setGuardianSync = defineWriteSync(setGuardian)

export declare namespace setGuardian {
  type Parameters = ParametersOf<typeof setGuardian>
  type ReturnValue = ReturnValueOf<typeof setGuardian>
  type ErrorType = ActionError
}

export declare namespace setGuardianSync {
  type Parameters = setGuardian.Parameters
  type ReturnValue = ReturnValueOf<typeof setGuardianSync>
  type ErrorType = setGuardian.ErrorType
}
