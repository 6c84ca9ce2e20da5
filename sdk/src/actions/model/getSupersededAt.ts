import { modelRegistryAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/**
 * Reads the Unix second from which a version cannot be active, since a later one was activated; 2^256 - 1 while none was.
 */
export const getSupersededAt = defineRead('ModelRegistry', modelRegistryAbi, 'supersededAt')

export declare namespace getSupersededAt {
  type Parameters = ParametersOf<typeof getSupersededAt>
  type ReturnValue = ReturnValueOf<typeof getSupersededAt>
  type ErrorType = ActionError
}
