import { inferenceEscrowAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads a payer's money for a model: wei, the part that is being withdrawn, and from when in Unix seconds. */
export const getDeposit = defineRead('InferenceEscrow', inferenceEscrowAbi, 'depositOf')

export declare namespace getDeposit {
  type Parameters = ParametersOf<typeof getDeposit>
  type ReturnValue = ReturnValueOf<typeof getDeposit>
  type ErrorType = ActionError
}
