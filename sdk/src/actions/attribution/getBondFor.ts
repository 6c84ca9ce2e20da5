import { attributionLedgerAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads the bond that a batch of this money (wei) and size needs, in wei. */
export const getBondFor = defineRead('AttributionLedger', attributionLedgerAbi, 'bondFor')

export declare namespace getBondFor {
  type Parameters = ParametersOf<typeof getBondFor>
  type ReturnValue = ReturnValueOf<typeof getBondFor>
  type ErrorType = ActionError
}
