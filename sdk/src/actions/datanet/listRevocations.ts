import { datanetRegistryAbi } from '../../abis.ts'
import { defineList } from '../events.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads which contributions were revoked alone, in the order of the sequence. */
export const listRevocations = defineList('DatanetRegistry', datanetRegistryAbi, 'ContributionRevoked')

export declare namespace listRevocations {
  type Parameters = ParametersOf<typeof listRevocations>
  type ReturnValue = ReturnValueOf<typeof listRevocations>
  type ErrorType = ActionError
}
