import { dataAvailabilityAbi } from '../../abis.ts'
import { defineList } from '../events.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads the demands for leaves. */
export const listLeafDemands = defineList('DataAvailability', dataAvailabilityAbi, 'LeavesDemanded')

export declare namespace listLeafDemands {
  type Parameters = ParametersOf<typeof listLeafDemands>
  type ReturnValue = ReturnValueOf<typeof listLeafDemands>
  type ErrorType = ActionError
}
