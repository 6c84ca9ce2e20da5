import { inferenceEscrowAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads the refunds that an account has not collected, in wei. */
export const getRefunds = defineRead('InferenceEscrow', inferenceEscrowAbi, 'refundsOf')

export declare namespace getRefunds {
  type Parameters = ParametersOf<typeof getRefunds>
  type ReturnValue = ReturnValueOf<typeof getRefunds>
  type ErrorType = ActionError
}
