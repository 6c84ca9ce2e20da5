import { openTokenAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/**
 * Delegates by the holder's EIP-712 signature over its `nonce`, good until `expiry` in Unix seconds; anyone may send
 * it.
 */
export const delegateBySig = defineWrite('OpenToken', openTokenAbi, 'delegateBySig', 'DelegateChanged')

/** Does the same, waits until it is mined and returns the change, with the receipt. */
export const delegateBySigSync = defineWriteSync(delegateBySig)

export declare namespace delegateBySig {
  type Parameters = ParametersOf<typeof delegateBySig>
  type ReturnValue = ReturnValueOf<typeof delegateBySig>
  type ErrorType = ActionError
}

export declare namespace delegateBySigSync {
  type Parameters = delegateBySig.Parameters
  type ReturnValue = ReturnValueOf<typeof delegateBySigSync>
  type ErrorType = delegateBySig.ErrorType
}
