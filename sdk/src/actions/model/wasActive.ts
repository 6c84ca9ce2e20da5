import { modelRegistryAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads whether a version was active at any time of [from, to], in Unix seconds, as far as that is past. */
export const wasActive = defineRead('ModelRegistry', modelRegistryAbi, 'wasActive')

export declare namespace wasActive {
  type Parameters = ParametersOf<typeof wasActive>
  type ReturnValue = ReturnValueOf<typeof wasActive>
  type ErrorType = ActionError
}
