import { attributionLedgerAbi } from '../../abis.ts'
import { defineList } from '../events.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads which batches were finalised, and what they paid. */
export const listFinalisedBatches = defineList('AttributionLedger', attributionLedgerAbi, 'BatchFinalised')

export declare namespace listFinalisedBatches {
  type Parameters = ParametersOf<typeof listFinalisedBatches>
  type ReturnValue = ReturnValueOf<typeof listFinalisedBatches>
  type ErrorType = ActionError
}
