import { inferenceEscrowAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads the data money of a term that is in no batch, in wei. */
export const getPool = defineRead('InferenceEscrow', inferenceEscrowAbi, 'poolOf')

export declare namespace getPool {
  type Parameters = ParametersOf<typeof getPool>
  type ReturnValue = ReturnValueOf<typeof getPool>
  type ErrorType = ActionError
}
