import { datanetRegistryAbi } from '../../abis.ts'
import { defineList } from '../events.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads which submissions were revoked whole, in the order of the sequence. */
export const listSubmissionRevocations = defineList('DatanetRegistry', datanetRegistryAbi, 'SubmissionRevoked')

export declare namespace listSubmissionRevocations {
  type Parameters = ParametersOf<typeof listSubmissionRevocations>
  type ReturnValue = ReturnValueOf<typeof listSubmissionRevocations>
  type ErrorType = ActionError
}
