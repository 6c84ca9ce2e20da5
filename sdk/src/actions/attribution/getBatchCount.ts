import { attributionLedgerAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads the number of batches: their ids are 1 to this. */
export const getBatchCount = defineRead('AttributionLedger', attributionLedgerAbi, 'batchCount')

export declare namespace getBatchCount {
  type Parameters = ParametersOf<typeof getBatchCount>
  type ReturnValue = ReturnValueOf<typeof getBatchCount>
  type ErrorType = ActionError
}
