import { attributionLedgerAbi } from '../../abis.ts'
import { defineList } from '../events.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads which batches were void, by what kind of evidence and whose. */
export const listVoidedBatches = defineList('AttributionLedger', attributionLedgerAbi, 'BatchVoided')

export declare namespace listVoidedBatches {
  type Parameters = ParametersOf<typeof listVoidedBatches>
  type ReturnValue = ReturnValueOf<typeof listVoidedBatches>
  type ErrorType = ActionError
}
