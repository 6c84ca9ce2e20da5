import { inferenceEscrowAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/**
 * Asks a model on chain and pays its present price, at most `maxPrice` wei, which is held until it is answered or refunded.
 * Approve the escrow for it first.
 */
export const requestInference = defineWrite(
  'InferenceEscrow',
  inferenceEscrowAbi,
  'requestInference',
  'InferenceRequested',
)

/** Does the same, waits until it is mined and returns the request, with the receipt. */
export const requestInferenceSync = defineWriteSync(requestInference)

export declare namespace requestInference {
  type Parameters = ParametersOf<typeof requestInference>
  type ReturnValue = ReturnValueOf<typeof requestInference>
  type ErrorType = ActionError
}

export declare namespace requestInferenceSync {
  type Parameters = requestInference.Parameters
  type ReturnValue = ReturnValueOf<typeof requestInferenceSync>
  type ErrorType = requestInference.ErrorType
}
