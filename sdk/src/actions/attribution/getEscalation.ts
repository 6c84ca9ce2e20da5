import { attributionLedgerAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/**
 * Reads the escalation that holds a batch; zeros if none.
 */
export const getEscalation = defineRead('AttributionLedger', attributionLedgerAbi, 'escalationOf')

export declare namespace getEscalation {
  type Parameters = ParametersOf<typeof getEscalation>
  type ReturnValue = ReturnValueOf<typeof getEscalation>
  type ErrorType = ActionError
}
