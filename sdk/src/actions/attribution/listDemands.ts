import { demandRegistryAbi } from '../../abis.ts'
import { defineList } from '../events.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/**
 * Reads what was demanded of batches.
 */
export const listDemands = defineList('DemandRegistry', demandRegistryAbi, 'Demanded')

export declare namespace listDemands {
  type Parameters = ParametersOf<typeof listDemands>
  type ReturnValue = ReturnValueOf<typeof listDemands>
  type ErrorType = ActionError
}
