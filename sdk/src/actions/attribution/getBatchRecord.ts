import { attributionLedgerAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads the hash by which the chain knows a batch, with its status in the last byte. */
export const getBatchRecord = defineRead('AttributionLedger', attributionLedgerAbi, 'batchRecord')

export declare namespace getBatchRecord {
  type Parameters = ParametersOf<typeof getBatchRecord>
  type ReturnValue = ReturnValueOf<typeof getBatchRecord>
  type ErrorType = ActionError
}
