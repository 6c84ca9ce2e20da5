import { inferenceEscrowAbi } from '../../abis.ts'
import { defineList } from '../events.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads the on-chain requests, with their prompts. */
export const listRequests = defineList('InferenceEscrow', inferenceEscrowAbi, 'InferenceRequested')

export declare namespace listRequests {
  type Parameters = ParametersOf<typeof listRequests>
  type ReturnValue = ReturnValueOf<typeof listRequests>
  type ErrorType = ActionError
}
