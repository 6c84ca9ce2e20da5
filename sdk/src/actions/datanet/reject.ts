import { datanetRegistryAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/**
 * Votes against a submission. It is refused once no majority can accept it any more. Only its validators, with their
 * stake.
 */
export const reject = defineWrite('DatanetRegistry', datanetRegistryAbi, 'reject', 'SubmissionRejected')

/** Does the same, waits until it is mined and returns the votes against it, with the receipt. */
export const rejectSync = defineWriteSync(reject)

export declare namespace reject {
  type Parameters = ParametersOf<typeof reject>
  type ReturnValue = ReturnValueOf<typeof reject>
  type ErrorType = ActionError
}

export declare namespace rejectSync {
  type Parameters = reject.Parameters
  type ReturnValue = ReturnValueOf<typeof rejectSync>
  type ErrorType = reject.ErrorType
}
