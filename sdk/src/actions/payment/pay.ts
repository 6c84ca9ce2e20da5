import { inferenceEscrowAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/**
 * Gives `amount` wei of the sender's OPEN to a model, without a receipt: data's share goes to the data fund. Approve the
 * escrow for it first.
 */
export const pay = defineWrite('InferenceEscrow', inferenceEscrowAbi, 'pay', 'Paid')

/** Does the same, waits until it is mined and returns how the gift was divided, with the receipt. */
export const paySync = defineWriteSync(pay)

export declare namespace pay {
  type Parameters = ParametersOf<typeof pay>
  type ReturnValue = ReturnValueOf<typeof pay>
  type ErrorType = ActionError
}

export declare namespace paySync {
  type Parameters = pay.Parameters
  type ReturnValue = ReturnValueOf<typeof paySync>
  type ErrorType = pay.ErrorType
}
