import { inferenceEscrowAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/**
 * Starts the withdrawal of `amount` wei of the sender's deposit; vouchers can take it until it is paid. A new request
 * replaces the former.
 */
export const requestWithdrawal = defineWrite(
  'InferenceEscrow',
  inferenceEscrowAbi,
  'requestWithdrawal',
  'WithdrawalRequested',
)

/** Does the same, waits until it is mined and returns when it becomes available, with the receipt. */
export const requestWithdrawalSync = defineWriteSync(requestWithdrawal)

export declare namespace requestWithdrawal {
  type Parameters = ParametersOf<typeof requestWithdrawal>
  type ReturnValue = ReturnValueOf<typeof requestWithdrawal>
  type ErrorType = ActionError
}

export declare namespace requestWithdrawalSync {
  type Parameters = requestWithdrawal.Parameters
  type ReturnValue = ReturnValueOf<typeof requestWithdrawalSync>
  type ErrorType = requestWithdrawal.ErrorType
}
