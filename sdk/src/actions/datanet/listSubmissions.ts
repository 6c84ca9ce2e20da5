import { datanetRegistryAbi } from '../../abis.ts'
import { defineList } from '../events.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads the submissions, in the order of prior art. */
export const listSubmissions = defineList('DatanetRegistry', datanetRegistryAbi, 'Submitted')

export declare namespace listSubmissions {
  type Parameters = ParametersOf<typeof listSubmissions>
  type ReturnValue = ReturnValueOf<typeof listSubmissions>
  type ErrorType = ActionError
}
