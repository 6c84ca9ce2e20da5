import { payoutDirectoryAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads the seconds from a guardian's proposal until it can be executed. */
export const getRecoveryDelay = defineRead('PayoutDirectory', payoutDirectoryAbi, 'RECOVERY_DELAY')

export declare namespace getRecoveryDelay {
  type Parameters = ParametersOf<typeof getRecoveryDelay>
  type ReturnValue = ReturnValueOf<typeof getRecoveryDelay>
  type ErrorType = ActionError
}
