import { demandRegistryAbi } from '../../abis.ts'
import { defineList } from '../events.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/**
 * Reads which demands of void batches were closed.
 */
export const listClosedDemands = defineList('DemandRegistry', demandRegistryAbi, 'DemandClosed')

export declare namespace listClosedDemands {
  type Parameters = ParametersOf<typeof listClosedDemands>
  type ReturnValue = ReturnValueOf<typeof listClosedDemands>
  type ErrorType = ActionError
}
