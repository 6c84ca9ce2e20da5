import { inferenceEscrowAbi } from '../../abis.ts'
import { defineList } from '../events.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads the gifts to models, and how each was divided. */
export const listGifts = defineList('InferenceEscrow', inferenceEscrowAbi, 'Paid')

export declare namespace listGifts {
  type Parameters = ParametersOf<typeof listGifts>
  type ReturnValue = ReturnValueOf<typeof listGifts>
  type ErrorType = ActionError
}
