import { payoutDirectoryAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/** Makes a proposed recipient the recipient, once the delay has passed. Anyone may. */
export const executeRecovery = defineWrite('PayoutDirectory', payoutDirectoryAbi, 'executeRecovery', 'RecoveryExecuted')

/** Does the same, waits until it is mined and returns the recipient, with the receipt. */
export const executeRecoverySync = defineWriteSync(executeRecovery)

export declare namespace executeRecovery {
  type Parameters = ParametersOf<typeof executeRecovery>
  type ReturnValue = ReturnValueOf<typeof executeRecovery>
  type ErrorType = ActionError
}

export declare namespace executeRecoverySync {
  type Parameters = executeRecovery.Parameters
  type ReturnValue = ReturnValueOf<typeof executeRecoverySync>
  type ErrorType = executeRecovery.ErrorType
}
