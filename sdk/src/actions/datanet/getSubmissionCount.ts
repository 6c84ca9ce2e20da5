import { datanetRegistryAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads the number of submissions: their ids are 1 to this, in the order of prior art. */
export const getSubmissionCount = defineRead('DatanetRegistry', datanetRegistryAbi, 'submissionCount')

export declare namespace getSubmissionCount {
  type Parameters = ParametersOf<typeof getSubmissionCount>
  type ReturnValue = ReturnValueOf<typeof getSubmissionCount>
  type ErrorType = ActionError
}
