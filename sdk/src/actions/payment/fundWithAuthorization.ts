import { inferenceEscrowAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/**
 * Deposits the OPEN of whoever signed the ERC-3009 authorization, whose nonce is `getAuthorizationNonce` of model, payer
 * and salt. Anyone may send it, and can fund nothing else with it.
 */
export const fundWithAuthorization = defineWrite(
  'InferenceEscrow',
  inferenceEscrowAbi,
  'fundWithAuthorization',
  'Funded',
)

/** Does the same, waits until it is mined and returns the deposit, with the receipt. */
export const fundWithAuthorizationSync = defineWriteSync(fundWithAuthorization)

export declare namespace fundWithAuthorization {
  type Parameters = ParametersOf<typeof fundWithAuthorization>
  type ReturnValue = ReturnValueOf<typeof fundWithAuthorization>
  type ErrorType = ActionError
}

export declare namespace fundWithAuthorizationSync {
  type Parameters = fundWithAuthorization.Parameters
  type ReturnValue = ReturnValueOf<typeof fundWithAuthorizationSync>
  type ErrorType = fundWithAuthorization.ErrorType
}
