import { attributionLedgerAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads the block in which a challenge was reserved; 0 where it was not. */
export const getReservedAt = defineRead('AttributionLedger', attributionLedgerAbi, 'reservedAt')

export declare namespace getReservedAt {
  type Parameters = ParametersOf<typeof getReservedAt>
  type ReturnValue = ReturnValueOf<typeof getReservedAt>
  type ErrorType = ActionError
}
