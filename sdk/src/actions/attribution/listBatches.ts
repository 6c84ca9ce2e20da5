import { attributionLedgerAbi } from '../../abis.ts'
import { defineList } from '../events.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads the batches as they were committed, with the URIs of their bundles. */
export const listBatches = defineList('AttributionLedger', attributionLedgerAbi, 'BatchCommitted')

export declare namespace listBatches {
  type Parameters = ParametersOf<typeof listBatches>
  type ReturnValue = ReturnValueOf<typeof listBatches>
  type ErrorType = ActionError
}
