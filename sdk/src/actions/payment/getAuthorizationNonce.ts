import { inferenceEscrowAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads the nonce of an ERC-3009 authorization that funds a payer's use of a model. */
export const getAuthorizationNonce = defineRead('InferenceEscrow', inferenceEscrowAbi, 'authorizationNonce')

export declare namespace getAuthorizationNonce {
  type Parameters = ParametersOf<typeof getAuthorizationNonce>
  type ReturnValue = ReturnValueOf<typeof getAuthorizationNonce>
  type ErrorType = ActionError
}
