import { inferenceEscrowAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/** Credits the price of a request that was not answered in time to its requester. Anyone may. */
export const refundRequest = defineWrite('InferenceEscrow', inferenceEscrowAbi, 'refundRequest', 'RequestRefunded')

/** Does the same, waits until it is mined and returns the refund, with the receipt. */
export const refundRequestSync = defineWriteSync(refundRequest)

export declare namespace refundRequest {
  type Parameters = ParametersOf<typeof refundRequest>
  type ReturnValue = ReturnValueOf<typeof refundRequest>
  type ErrorType = ActionError
}

export declare namespace refundRequestSync {
  type Parameters = refundRequest.Parameters
  type ReturnValue = ReturnValueOf<typeof refundRequestSync>
  type ErrorType = refundRequest.ErrorType
}
