import { dataAvailabilityAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/** Shows demanded chunks of a leaf's text, or unavailable ones, and earns their deposits. */
export const answerChunks = defineWrite('DataAvailability', dataAvailabilityAbi, 'answerChunks', 'ChunksAnswered')

/** Does the same, waits until it is mined and returns the first run of them, with the receipt. */
export const answerChunksSync = defineWriteSync(answerChunks)

export declare namespace answerChunks {
  type Parameters = ParametersOf<typeof answerChunks>
  type ReturnValue = ReturnValueOf<typeof answerChunks>
  type ErrorType = ActionError
}

export declare namespace answerChunksSync {
  type Parameters = answerChunks.Parameters
  type ReturnValue = ReturnValueOf<typeof answerChunksSync>
  type ErrorType = answerChunks.ErrorType
}
