import { inferenceEscrowAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads an open request; zero where there is none of that number, or it was answered or refunded. */
export const getRequest = defineRead('InferenceEscrow', inferenceEscrowAbi, 'requestOf')

export declare namespace getRequest {
  type Parameters = ParametersOf<typeof getRequest>
  type ReturnValue = ReturnValueOf<typeof getRequest>
  type ErrorType = ActionError
}
