import { datanetRegistryAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/** Revokes a whole submission for all later snapshots. Only the datanet's curator. */
export const revokeSubmission = defineWrite(
  'DatanetRegistry',
  datanetRegistryAbi,
  'revokeSubmission',
  'SubmissionRevoked',
)

/** Does the same, waits until it is mined and returns the revocation's number in the sequence, with the receipt. */
export const revokeSubmissionSync = defineWriteSync(revokeSubmission)

export declare namespace revokeSubmission {
  type Parameters = ParametersOf<typeof revokeSubmission>
  type ReturnValue = ReturnValueOf<typeof revokeSubmission>
  type ErrorType = ActionError
}

export declare namespace revokeSubmissionSync {
  type Parameters = revokeSubmission.Parameters
  type ReturnValue = ReturnValueOf<typeof revokeSubmissionSync>
  type ErrorType = revokeSubmission.ErrorType
}
