import { attributionLedgerAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads whether a payout of a batch was claimed. */
export const isClaimed = defineRead('AttributionLedger', attributionLedgerAbi, 'isClaimed')

export declare namespace isClaimed {
  type Parameters = ParametersOf<typeof isClaimed>
  type ReturnValue = ReturnValueOf<typeof isClaimed>
  type ErrorType = ActionError
}
