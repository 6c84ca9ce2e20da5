import { datanetRegistryAbi } from '../../abis.ts'
import { defineList } from '../events.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads who signed for which leaves. */
export const listSignedContributions = defineList('DatanetRegistry', datanetRegistryAbi, 'ContributionsSigned')

export declare namespace listSignedContributions {
  type Parameters = ParametersOf<typeof listSignedContributions>
  type ReturnValue = ReturnValueOf<typeof listSignedContributions>
  type ErrorType = ActionError
}
