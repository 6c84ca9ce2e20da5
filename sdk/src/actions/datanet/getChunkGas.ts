import { dataAvailabilityAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads the gas of answering one of `items` chunks that are demanded. */
export const getChunkGas = defineRead('DataAvailability', dataAvailabilityAbi, 'chunkGas')

export declare namespace getChunkGas {
  type Parameters = ParametersOf<typeof getChunkGas>
  type ReturnValue = ReturnValueOf<typeof getChunkGas>
  type ErrorType = ActionError
}
