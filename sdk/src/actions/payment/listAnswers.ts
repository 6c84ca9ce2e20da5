import { inferenceEscrowAbi } from '../../abis.ts'
import { defineList } from '../events.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads the answers to on-chain requests, each with its place in the requester's charges. */
export const listAnswers = defineList('InferenceEscrow', inferenceEscrowAbi, 'InferenceAnswered')

export declare namespace listAnswers {
  type Parameters = ParametersOf<typeof listAnswers>
  type ReturnValue = ReturnValueOf<typeof listAnswers>
  type ErrorType = ActionError
}
