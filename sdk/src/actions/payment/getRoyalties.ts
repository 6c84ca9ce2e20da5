import { inferenceEscrowAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads the base shares that a model ever received, and how much of them were divided, in wei. */
export const getRoyalties = defineRead('InferenceEscrow', inferenceEscrowAbi, 'royaltiesOf')

export declare namespace getRoyalties {
  type Parameters = ParametersOf<typeof getRoyalties>
  type ReturnValue = ReturnValueOf<typeof getRoyalties>
  type ErrorType = ActionError
}
