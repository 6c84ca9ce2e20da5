import { dataAvailabilityAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads how many demands for data were made. */
export const getDataDemandCount = defineRead('DataAvailability', dataAvailabilityAbi, 'demandCount')

export declare namespace getDataDemandCount {
  type Parameters = ParametersOf<typeof getDataDemandCount>
  type ReturnValue = ReturnValueOf<typeof getDataDemandCount>
  type ErrorType = ActionError
}
