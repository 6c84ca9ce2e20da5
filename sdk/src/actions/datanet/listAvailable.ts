import { datanetRegistryAbi } from '../../abis.ts'
import { defineList } from '../events.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads which unavailable leaves were shown after all, in the order of the sequence. */
export const listAvailable = defineList('DatanetRegistry', datanetRegistryAbi, 'ContributionsAvailable')

export declare namespace listAvailable {
  type Parameters = ParametersOf<typeof listAvailable>
  type ReturnValue = ReturnValueOf<typeof listAvailable>
  type ErrorType = ActionError
}
