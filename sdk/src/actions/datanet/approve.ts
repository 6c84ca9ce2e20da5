import { datanetRegistryAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/** Votes for a submission. More than half of its validators accept it. Only they, with their stake. */
export const approve = defineWrite('DatanetRegistry', datanetRegistryAbi, 'approve', 'SubmissionApproved')

/** Does the same, waits until it is mined and returns the votes for it, with the receipt. */
export const approveSync = defineWriteSync(approve)

export declare namespace approve {
  type Parameters = ParametersOf<typeof approve>
  type ReturnValue = ReturnValueOf<typeof approve>
  type ErrorType = ActionError
}

export declare namespace approveSync {
  type Parameters = approve.Parameters
  type ReturnValue = ReturnValueOf<typeof approveSync>
  type ErrorType = approve.ErrorType
}
