import { openTokenAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads the nonce that an account's next permit or delegation is signed with. */
export const getNonce = defineRead('OpenToken', openTokenAbi, 'nonces')

export declare namespace getNonce {
  type Parameters = ParametersOf<typeof getNonce>
  type ReturnValue = ReturnValueOf<typeof getNonce>
  type ErrorType = ActionError
}
