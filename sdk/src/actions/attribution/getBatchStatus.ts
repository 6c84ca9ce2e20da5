import { attributionLedgerAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads where a batch stands (`BatchStatus`). */
export const getBatchStatus = defineRead('AttributionLedger', attributionLedgerAbi, 'statusOf')

export declare namespace getBatchStatus {
  type Parameters = ParametersOf<typeof getBatchStatus>
  type ReturnValue = ReturnValueOf<typeof getBatchStatus>
  type ErrorType = ActionError
}
