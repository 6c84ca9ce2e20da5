import { openTokenAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/**
 * Does the same with a signature over `ReceiveWithAuthorization`, which only the payee may send: nobody can take it out
 * of the mempool and make the money arrive without what it is for.
 */
export const receiveWithAuthorization = defineWrite(
  'OpenToken',
  openTokenAbi,
  'receiveWithAuthorization',
  'AuthorizationUsed',
)

/** Does the same, waits until it is mined and returns payer and nonce, with the receipt. */
export const receiveWithAuthorizationSync = defineWriteSync(receiveWithAuthorization)

export declare namespace receiveWithAuthorization {
  type Parameters = ParametersOf<typeof receiveWithAuthorization>
  type ReturnValue = ReturnValueOf<typeof receiveWithAuthorization>
  type ErrorType = ActionError
}

export declare namespace receiveWithAuthorizationSync {
  type Parameters = receiveWithAuthorization.Parameters
  type ReturnValue = ReturnValueOf<typeof receiveWithAuthorizationSync>
  type ErrorType = receiveWithAuthorization.ErrorType
}
