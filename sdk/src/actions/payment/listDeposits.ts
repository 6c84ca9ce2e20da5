import { inferenceEscrowAbi } from '../../abis.ts'
import { defineList } from '../events.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads the deposits of payers. */
export const listDeposits = defineList('InferenceEscrow', inferenceEscrowAbi, 'Funded')

export declare namespace listDeposits {
  type Parameters = ParametersOf<typeof listDeposits>
  type ReturnValue = ReturnValueOf<typeof listDeposits>
  type ErrorType = ActionError
}
