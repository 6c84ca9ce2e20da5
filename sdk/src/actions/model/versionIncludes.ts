import { modelRegistryAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads whether a version was published and includes a datanet. */
export const versionIncludes = defineRead('ModelRegistry', modelRegistryAbi, 'versionIncludes')

export declare namespace versionIncludes {
  type Parameters = ParametersOf<typeof versionIncludes>
  type ReturnValue = ReturnValueOf<typeof versionIncludes>
  type ErrorType = ActionError
}
