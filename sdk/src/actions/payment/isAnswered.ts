import { inferenceEscrowAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads whether an on-chain request was answered with the receipt of a digest. */
export const isAnswered = defineRead('InferenceEscrow', inferenceEscrowAbi, 'isAnswered')

export declare namespace isAnswered {
  type Parameters = ParametersOf<typeof isAnswered>
  type ReturnValue = ReturnValueOf<typeof isAnswered>
  type ErrorType = ActionError
}
