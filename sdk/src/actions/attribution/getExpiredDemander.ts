import { demandRegistryAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/**
 * Reads who made the unanswered demand of a committed batch with the earliest deadline; zero while none is past its time.
 */
export const getExpiredDemander = defineRead('DemandRegistry', demandRegistryAbi, 'expiredDemander')

export declare namespace getExpiredDemander {
  type Parameters = ParametersOf<typeof getExpiredDemander>
  type ReturnValue = ReturnValueOf<typeof getExpiredDemander>
  type ErrorType = ActionError
}
