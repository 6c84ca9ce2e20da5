import { openTokenAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/**
 * Ends a nonce that was not used, by the payer's ERC-3009 signature over `CancelAuthorization`; anyone may send it.
 */
export const cancelAuthorization = defineWrite(
  'OpenToken',
  openTokenAbi,
  'cancelAuthorization',
  'AuthorizationCanceled',
)

/** Does the same, waits until it is mined and returns payer and nonce, with the receipt. */
export const cancelAuthorizationSync = defineWriteSync(cancelAuthorization)

export declare namespace cancelAuthorization {
  type Parameters = ParametersOf<typeof cancelAuthorization>
  type ReturnValue = ReturnValueOf<typeof cancelAuthorization>
  type ErrorType = ActionError
}

export declare namespace cancelAuthorizationSync {
  type Parameters = cancelAuthorization.Parameters
  type ReturnValue = ReturnValueOf<typeof cancelAuthorizationSync>
  type ErrorType = cancelAuthorization.ErrorType
}
