import { demandRegistryAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/**
 * Reads whether an operator left a demand for a payout of a finalised batch unanswered: it can neither commit nor unbond.
 */
export const isBlocked = defineRead('DemandRegistry', demandRegistryAbi, 'isBlocked')

export declare namespace isBlocked {
  type Parameters = ParametersOf<typeof isBlocked>
  type ReturnValue = ReturnValueOf<typeof isBlocked>
  type ErrorType = ActionError
}
