import { inferenceEscrowAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads the data money of a term that is in no batch by the period in which it came, in wei. */
export const getPoolPeriods = defineRead('InferenceEscrow', inferenceEscrowAbi, 'poolPeriodsOf')

export declare namespace getPoolPeriods {
  type Parameters = ParametersOf<typeof getPoolPeriods>
  type ReturnValue = ReturnValueOf<typeof getPoolPeriods>
  type ErrorType = ActionError
}
