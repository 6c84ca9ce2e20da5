import { attributionLedgerAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/**
 * Reads whether this is the batch of that id and has that status (`BatchStatus`).
 */
export const isRecorded = defineRead('AttributionLedger', attributionLedgerAbi, 'isRecorded')

export declare namespace isRecorded {
  type Parameters = ParametersOf<typeof isRecorded>
  type ReturnValue = ReturnValueOf<typeof isRecorded>
  type ErrorType = ActionError
}
