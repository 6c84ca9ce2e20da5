import { inferenceEscrowAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads what vouchers have taken in all from a payer for a model in a term, in wei. */
export const getCharged = defineRead('InferenceEscrow', inferenceEscrowAbi, 'charged')

export declare namespace getCharged {
  type Parameters = ParametersOf<typeof getCharged>
  type ReturnValue = ReturnValueOf<typeof getCharged>
  type ErrorType = ActionError
}
