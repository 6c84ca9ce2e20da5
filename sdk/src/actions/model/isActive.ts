import { modelRegistryAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads whether a version is active now: activated, not retired since, and not superseded. */
export const isActive = defineRead('ModelRegistry', modelRegistryAbi, 'isActive')

export declare namespace isActive {
  type Parameters = ParametersOf<typeof isActive>
  type ReturnValue = ReturnValueOf<typeof isActive>
  type ErrorType = ActionError
}
