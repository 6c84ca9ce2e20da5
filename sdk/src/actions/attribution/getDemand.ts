import { demandRegistryAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/**
 * Reads a demand; zeros where there is none.
 */
export const getDemand = defineRead('DemandRegistry', demandRegistryAbi, 'demandOf')

export declare namespace getDemand {
  type Parameters = ParametersOf<typeof getDemand>
  type ReturnValue = ReturnValueOf<typeof getDemand>
  type ErrorType = ActionError
}
