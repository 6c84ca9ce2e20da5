import { dataAvailabilityAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads the deposit for each of `items` demanded chunks at the base fee of the call. Nodes may take it for 0: see `getChunkGas`. */
export const getChunkDeposit = defineRead('DataAvailability', dataAvailabilityAbi, 'chunkDeposit')

export declare namespace getChunkDeposit {
  type Parameters = ParametersOf<typeof getChunkDeposit>
  type ReturnValue = ReturnValueOf<typeof getChunkDeposit>
  type ErrorType = ActionError
}
