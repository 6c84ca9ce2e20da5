import { attributionLedgerAbi } from '../../abis.ts'
import { defineList } from '../events.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/**
 * Reads which batches were taken to the arbiter.
 */
export const listEscalations = defineList('AttributionLedger', attributionLedgerAbi, 'Escalated')

export declare namespace listEscalations {
  type Parameters = ParametersOf<typeof listEscalations>
  type ReturnValue = ReturnValueOf<typeof listEscalations>
  type ErrorType = ActionError
}
