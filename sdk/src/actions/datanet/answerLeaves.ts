import { dataAvailabilityAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/** Shows demanded leaves, or unavailable ones, and earns their deposits. */
export const answerLeaves = defineWrite('DataAvailability', dataAvailabilityAbi, 'answerLeaves', 'LeafAnswered')

/** Does the same, waits until it is mined and returns the first of them, with the receipt. */
export const answerLeavesSync = defineWriteSync(answerLeaves)

export declare namespace answerLeaves {
  type Parameters = ParametersOf<typeof answerLeaves>
  type ReturnValue = ReturnValueOf<typeof answerLeaves>
  type ErrorType = ActionError
}

export declare namespace answerLeavesSync {
  type Parameters = answerLeaves.Parameters
  type ReturnValue = ReturnValueOf<typeof answerLeavesSync>
  type ErrorType = answerLeaves.ErrorType
}
