import { inferenceEscrowAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/** Pays out what was requested, or what vouchers have left of it, once its time has come. */
export const withdraw = defineWrite('InferenceEscrow', inferenceEscrowAbi, 'withdraw', 'Withdrawn')

/** Does the same, waits until it is mined and returns the amount paid, with the receipt. */
export const withdrawSync = defineWriteSync(withdraw)

export declare namespace withdraw {
  type Parameters = ParametersOf<typeof withdraw>
  type ReturnValue = ReturnValueOf<typeof withdraw>
  type ErrorType = ActionError
}

export declare namespace withdrawSync {
  type Parameters = withdraw.Parameters
  type ReturnValue = ReturnValueOf<typeof withdrawSync>
  type ErrorType = withdraw.ErrorType
}
