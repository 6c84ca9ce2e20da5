import { inferenceEscrowAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads what a payer gave a model without a receipt in all, in wei. */
export const getGiven = defineRead('InferenceEscrow', inferenceEscrowAbi, 'givenTo')

export declare namespace getGiven {
  type Parameters = ParametersOf<typeof getGiven>
  type ReturnValue = ReturnValueOf<typeof getGiven>
  type ErrorType = ActionError
}
