import { payoutDirectoryAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/**
 * Reads the pending recovery of an account: recipient, and the Unix time in seconds from which it can be executed. Zeros
 * where there is none.
 */
export const getRecovery = defineRead('PayoutDirectory', payoutDirectoryAbi, 'recoveryOf')

export declare namespace getRecovery {
  type Parameters = ParametersOf<typeof getRecovery>
  type ReturnValue = ReturnValueOf<typeof getRecovery>
  type ErrorType = ActionError
}
