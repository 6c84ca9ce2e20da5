import { payoutDirectoryAbi } from '../../abis.ts'
import { defineList } from '../events.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads which recoveries were proposed, by which guardian: an account watches for its own. */
export const listRecoveries = defineList('PayoutDirectory', payoutDirectoryAbi, 'RecoveryProposed')

export declare namespace listRecoveries {
  type Parameters = ParametersOf<typeof listRecoveries>
  type ReturnValue = ReturnValueOf<typeof listRecoveries>
  type ErrorType = ActionError
}
