import { attributionLedgerAbi } from '../../abis.ts'
import { defineList } from '../events.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads what was claimed of which batch, and who received it. */
export const listClaims = defineList('AttributionLedger', attributionLedgerAbi, 'Claimed')

export declare namespace listClaims {
  type Parameters = ParametersOf<typeof listClaims>
  type ReturnValue = ReturnValueOf<typeof listClaims>
  type ErrorType = ActionError
}
