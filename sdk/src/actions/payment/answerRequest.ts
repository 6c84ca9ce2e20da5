import { inferenceEscrowAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/** Answers a request as the operator of its term, charges its price and calls the requester back. */
export const answerRequest = defineWrite('InferenceEscrow', inferenceEscrowAbi, 'answerRequest', 'InferenceAnswered')

/** Does the same, waits until it is mined and returns the answer and its place in the requester's charges, with the receipt. */
export const answerRequestSync = defineWriteSync(answerRequest)

export declare namespace answerRequest {
  type Parameters = ParametersOf<typeof answerRequest>
  type ReturnValue = ReturnValueOf<typeof answerRequest>
  type ErrorType = ActionError
}

export declare namespace answerRequestSync {
  type Parameters = answerRequest.Parameters
  type ReturnValue = ReturnValueOf<typeof answerRequestSync>
  type ErrorType = answerRequest.ErrorType
}
