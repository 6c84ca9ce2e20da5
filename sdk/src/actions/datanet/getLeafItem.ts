import { dataAvailabilityAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads where the demand for a leaf stands (`ItemStatus`). */
export const getLeafItem = defineRead('DataAvailability', dataAvailabilityAbi, 'leafItem')

export declare namespace getLeafItem {
  type Parameters = ParametersOf<typeof getLeafItem>
  type ReturnValue = ReturnValueOf<typeof getLeafItem>
  type ErrorType = ActionError
}
