import { dataAvailabilityAbi } from '../../abis.ts'
import { defineList } from '../events.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads the demands for chunks of texts. */
export const listChunkDemands = defineList('DataAvailability', dataAvailabilityAbi, 'ChunksDemanded')

export declare namespace listChunkDemands {
  type Parameters = ParametersOf<typeof listChunkDemands>
  type ReturnValue = ReturnValueOf<typeof listChunkDemands>
  type ErrorType = ActionError
}
