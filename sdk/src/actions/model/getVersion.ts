import { modelRegistryAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads a version: its artifact, snapshot, base version, rule and words of a window; all zero where there is none. */
export const getVersion = defineRead('ModelRegistry', modelRegistryAbi, 'version')

export declare namespace getVersion {
  type Parameters = ParametersOf<typeof getVersion>
  type ReturnValue = ReturnValueOf<typeof getVersion>
  type ErrorType = ActionError
}
