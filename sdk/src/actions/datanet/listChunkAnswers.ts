import { dataAvailabilityAbi } from '../../abis.ts'
import { defineList } from '../events.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads the chunks of texts that were shown on chain. */
export const listChunkAnswers = defineList('DataAvailability', dataAvailabilityAbi, 'ChunksAnswered')

export declare namespace listChunkAnswers {
  type Parameters = ParametersOf<typeof listChunkAnswers>
  type ReturnValue = ReturnValueOf<typeof listChunkAnswers>
  type ErrorType = ActionError
}
