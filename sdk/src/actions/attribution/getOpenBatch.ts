import { attributionLedgerAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads the id of a model's batch that is not finalised yet; 0 where there is none. */
export const getOpenBatch = defineRead('AttributionLedger', attributionLedgerAbi, 'openBatchOf')

export declare namespace getOpenBatch {
  type Parameters = ParametersOf<typeof getOpenBatch>
  type ReturnValue = ReturnValueOf<typeof getOpenBatch>
  type ErrorType = ActionError
}
