import { dataAvailabilityAbi } from '../../abis.ts'
import { defineList } from '../events.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads the leaves that were shown on chain. */
export const listLeafAnswers = defineList('DataAvailability', dataAvailabilityAbi, 'LeafAnswered')

export declare namespace listLeafAnswers {
  type Parameters = ParametersOf<typeof listLeafAnswers>
  type ReturnValue = ReturnValueOf<typeof listLeafAnswers>
  type ErrorType = ActionError
}
