import { payoutDirectoryAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads whether `claimer` may claim what an account earns; the account itself always may. */
export const isClaimer = defineRead('PayoutDirectory', payoutDirectoryAbi, 'isClaimer')

export declare namespace isClaimer {
  type Parameters = ParametersOf<typeof isClaimer>
  type ReturnValue = ReturnValueOf<typeof isClaimer>
  type ErrorType = ActionError
}
