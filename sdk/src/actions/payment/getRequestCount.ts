import { inferenceEscrowAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads how many on-chain requests there were. */
export const getRequestCount = defineRead('InferenceEscrow', inferenceEscrowAbi, 'requestCount')

export declare namespace getRequestCount {
  type Parameters = ParametersOf<typeof getRequestCount>
  type ReturnValue = ReturnValueOf<typeof getRequestCount>
  type ErrorType = ActionError
}
