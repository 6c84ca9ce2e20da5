import { inferenceEscrowAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads the session key of a payer for a model, and the change that was asked for. */
export const getSessionKey = defineRead('InferenceEscrow', inferenceEscrowAbi, 'sessionKeyOf')

export declare namespace getSessionKey {
  type Parameters = ParametersOf<typeof getSessionKey>
  type ReturnValue = ReturnValueOf<typeof getSessionKey>
  type ErrorType = ActionError
}
