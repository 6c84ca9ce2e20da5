import { datanetRegistryAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/**
 * Reads the last number of the sequence of acceptances and revocations: the latest snapshot that a version can take.
 */
export const getSequence = defineRead('DatanetRegistry', datanetRegistryAbi, 'sequence')

export declare namespace getSequence {
  type Parameters = ParametersOf<typeof getSequence>
  type ReturnValue = ReturnValueOf<typeof getSequence>
  type ErrorType = ActionError
}
