import { dataAvailabilityAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/** Shows that a text is too short for demanded chunks, and earns their deposits. */
export const answerAbsent = defineWrite('DataAvailability', dataAvailabilityAbi, 'answerAbsent', 'ChunksAbsent')

/** Does the same, waits until it is mined and returns them, with the receipt. */
export const answerAbsentSync = defineWriteSync(answerAbsent)

export declare namespace answerAbsent {
  type Parameters = ParametersOf<typeof answerAbsent>
  type ReturnValue = ReturnValueOf<typeof answerAbsent>
  type ErrorType = ActionError
}

export declare namespace answerAbsentSync {
  type Parameters = answerAbsent.Parameters
  type ReturnValue = ReturnValueOf<typeof answerAbsentSync>
  type ErrorType = answerAbsent.ErrorType
}
