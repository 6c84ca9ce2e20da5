import { payoutDirectoryAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads who is paid what an account earns: the account itself unless it was set. */
export const getRecipient = defineRead('PayoutDirectory', payoutDirectoryAbi, 'recipientOf')

export declare namespace getRecipient {
  type Parameters = ParametersOf<typeof getRecipient>
  type ReturnValue = ReturnValueOf<typeof getRecipient>
  type ErrorType = ActionError
}
