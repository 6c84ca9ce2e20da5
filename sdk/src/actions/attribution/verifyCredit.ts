import { attributionLedgerAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/**
 * Reads whether a batch was finalised and holds a credit.
 */
export const verifyCredit = defineRead('AttributionLedger', attributionLedgerAbi, 'verifyCredit')

export declare namespace verifyCredit {
  type Parameters = ParametersOf<typeof verifyCredit>
  type ReturnValue = ReturnValueOf<typeof verifyCredit>
  type ErrorType = ActionError
}
