import { modelRegistryAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads the datanets of a version, ascending; none where it was not published. */
export const getVersionDatanets = defineRead('ModelRegistry', modelRegistryAbi, 'versionDatanets')

export declare namespace getVersionDatanets {
  type Parameters = ParametersOf<typeof getVersionDatanets>
  type ReturnValue = ReturnValueOf<typeof getVersionDatanets>
  type ErrorType = ActionError
}
