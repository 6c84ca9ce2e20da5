import { dataAvailabilityAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads a demand for data. */
export const getDataDemand = defineRead('DataAvailability', dataAvailabilityAbi, 'demand')

export declare namespace getDataDemand {
  type Parameters = ParametersOf<typeof getDataDemand>
  type ReturnValue = ReturnValueOf<typeof getDataDemand>
  type ErrorType = ActionError
}
