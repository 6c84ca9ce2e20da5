import { demandRegistryAbi } from '../../abis.ts'
import { defineList } from '../events.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/**
 * Reads which demands were answered, by whom. The answers are in the calldata of those transactions.
 */
export const listDemandAnswers = defineList('DemandRegistry', demandRegistryAbi, 'DemandAnswered')

export declare namespace listDemandAnswers {
  type Parameters = ParametersOf<typeof listDemandAnswers>
  type ReturnValue = ReturnValueOf<typeof listDemandAnswers>
  type ErrorType = ActionError
}
