import { attributionLedgerAbi } from '../../abis.ts'
import { defineList } from '../events.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/**
 * Reads which escalations are over, and how they ended.
 */
export const listClosedEscalations = defineList('AttributionLedger', attributionLedgerAbi, 'EscalationClosed')

export declare namespace listClosedEscalations {
  type Parameters = ParametersOf<typeof listClosedEscalations>
  type ReturnValue = ReturnValueOf<typeof listClosedEscalations>
  type ErrorType = ActionError
}
