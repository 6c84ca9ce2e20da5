import { modelRegistryAbi } from '../../abis.ts'
import { defineList } from '../events.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads the versions of models, with the URIs of their artifacts. */
export const listVersions = defineList('ModelRegistry', modelRegistryAbi, 'VersionPublished')

export declare namespace listVersions {
  type Parameters = ParametersOf<typeof listVersions>
  type ReturnValue = ReturnValueOf<typeof listVersions>
  type ErrorType = ActionError
}
