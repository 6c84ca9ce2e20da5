import { openTokenAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads whether a nonce of ERC-3009 authorisations was used or cancelled. */
export const isAuthorizationUsed = defineRead('OpenToken', openTokenAbi, 'authorizationState')

export declare namespace isAuthorizationUsed {
  type Parameters = ParametersOf<typeof isAuthorizationUsed>
  type ReturnValue = ReturnValueOf<typeof isAuthorizationUsed>
  type ErrorType = ActionError
}
