import { datanetRegistryAbi } from '../../abis.ts'
import { defineList } from '../events.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads which leaves became unavailable, in the order of the sequence. */
export const listUnavailable = defineList('DatanetRegistry', datanetRegistryAbi, 'ContributionsUnavailable')

export declare namespace listUnavailable {
  type Parameters = ParametersOf<typeof listUnavailable>
  type ReturnValue = ReturnValueOf<typeof listUnavailable>
  type ErrorType = ActionError
}
