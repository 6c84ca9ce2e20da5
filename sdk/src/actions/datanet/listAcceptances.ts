import { datanetRegistryAbi } from '../../abis.ts'
import { defineList } from '../events.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads which submissions were accepted, in the order of the sequence. */
export const listAcceptances = defineList('DatanetRegistry', datanetRegistryAbi, 'SubmissionAccepted')

export declare namespace listAcceptances {
  type Parameters = ParametersOf<typeof listAcceptances>
  type ReturnValue = ReturnValueOf<typeof listAcceptances>
  type ErrorType = ActionError
}
