import { inferenceEscrowAbi } from '../../abis.ts'
import { defineList } from '../events.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads what models passed on to their bases, and what they kept. */
export const listRoyalties = defineList('InferenceEscrow', inferenceEscrowAbi, 'RoyaltiesPassedOn')

export declare namespace listRoyalties {
  type Parameters = ParametersOf<typeof listRoyalties>
  type ReturnValue = ReturnValueOf<typeof listRoyalties>
  type ErrorType = ActionError
}
