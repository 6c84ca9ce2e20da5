import { dataAvailabilityAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads where the demand for a chunk of a leaf's text stands (`ItemStatus`). */
export const getChunkItem = defineRead('DataAvailability', dataAvailabilityAbi, 'chunkItem')

export declare namespace getChunkItem {
  type Parameters = ParametersOf<typeof getChunkItem>
  type ReturnValue = ReturnValueOf<typeof getChunkItem>
  type ErrorType = ActionError
}
