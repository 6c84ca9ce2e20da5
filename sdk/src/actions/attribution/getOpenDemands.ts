import { demandRegistryAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/**
 * Reads how many demands of a committed batch are unanswered: it cannot be finalised before they are.
 */
export const getOpenDemands = defineRead('DemandRegistry', demandRegistryAbi, 'openDemands')

export declare namespace getOpenDemands {
  type Parameters = ParametersOf<typeof getOpenDemands>
  type ReturnValue = ReturnValueOf<typeof getOpenDemands>
  type ErrorType = ActionError
}
