import { inferenceEscrowAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/**
 * Names the key beside the sender's own that signs its vouchers for a model; the zero address for none. The first counts at
 * once, a change after the withdrawal delay.
 */
export const setSessionKey = defineWrite('InferenceEscrow', inferenceEscrowAbi, 'setSessionKey', 'SessionKeySet')

/** Does the same, waits until it is mined and returns from when the key counts, with the receipt. */
export const setSessionKeySync = defineWriteSync(setSessionKey)

export declare namespace setSessionKey {
  type Parameters = ParametersOf<typeof setSessionKey>
  type ReturnValue = ReturnValueOf<typeof setSessionKey>
  type ErrorType = ActionError
}

export declare namespace setSessionKeySync {
  type Parameters = setSessionKey.Parameters
  type ReturnValue = ReturnValueOf<typeof setSessionKeySync>
  type ErrorType = setSessionKey.ErrorType
}
