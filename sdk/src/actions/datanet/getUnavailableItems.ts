import { dataAvailabilityAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads how many items of a leaf, itself and chunks of its text, are unavailable now. */
export const getUnavailableItems = defineRead('DataAvailability', dataAvailabilityAbi, 'unavailableItems')

export declare namespace getUnavailableItems {
  type Parameters = ParametersOf<typeof getUnavailableItems>
  type ReturnValue = ReturnValueOf<typeof getUnavailableItems>
  type ErrorType = ActionError
}
