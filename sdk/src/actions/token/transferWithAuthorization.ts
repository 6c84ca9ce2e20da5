import { openTokenAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/**
 * Transfers by the payer's ERC-3009 signature (`v`, `r`, `s`) over `TransferWithAuthorization`, good while `validAfter` <
 * time < `validBefore`, Unix seconds both; anyone may send it. `nonce` is 32 bytes that the payer picked at random.
 */
export const transferWithAuthorization = defineWrite(
  'OpenToken',
  openTokenAbi,
  'transferWithAuthorization',
  'AuthorizationUsed',
)

/** Does the same, waits until it is mined and returns payer and nonce, with the receipt. */
export const transferWithAuthorizationSync = defineWriteSync(transferWithAuthorization)

export declare namespace transferWithAuthorization {
  type Parameters = ParametersOf<typeof transferWithAuthorization>
  type ReturnValue = ReturnValueOf<typeof transferWithAuthorization>
  type ErrorType = ActionError
}

export declare namespace transferWithAuthorizationSync {
  type Parameters = transferWithAuthorization.Parameters
  type ReturnValue = ReturnValueOf<typeof transferWithAuthorizationSync>
  type ErrorType = transferWithAuthorization.ErrorType
}
