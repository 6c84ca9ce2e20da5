import { demandRegistryAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/**
 * Reads how many demands were ever made.
 */
export const getDemandCount = defineRead('DemandRegistry', demandRegistryAbi, 'demandCount')

export declare namespace getDemandCount {
  type Parameters = ParametersOf<typeof getDemandCount>
  type ReturnValue = ReturnValueOf<typeof getDemandCount>
  type ErrorType = ActionError
}
