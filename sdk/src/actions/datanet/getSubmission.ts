import { datanetRegistryAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads a submission: its tree, votes, `SubmissionStatus` and numbers in the sequence. */
export const getSubmission = defineRead('DatanetRegistry', datanetRegistryAbi, 'submission')

export declare namespace getSubmission {
  type Parameters = ParametersOf<typeof getSubmission>
  type ReturnValue = ReturnValueOf<typeof getSubmission>
  type ErrorType = ActionError
}
