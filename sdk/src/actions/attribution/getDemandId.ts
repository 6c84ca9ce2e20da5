import { demandRegistryAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/**
 * Reads the id of a demand: the hash of batch and item.
 */
export const getDemandId = defineRead('DemandRegistry', demandRegistryAbi, 'demandIdOf')

export declare namespace getDemandId {
  type Parameters = ParametersOf<typeof getDemandId>
  type ReturnValue = ReturnValueOf<typeof getDemandId>
  type ErrorType = ActionError
}
