import { dataAvailabilityAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads the least bond of a submission of `count` leaves at the base fee of the call. Nodes may take it for 0: see `getBondGas`. */
export const getBondPrice = defineRead('DataAvailability', dataAvailabilityAbi, 'bondFor')

export declare namespace getBondPrice {
  type Parameters = ParametersOf<typeof getBondPrice>
  type ReturnValue = ReturnValueOf<typeof getBondPrice>
  type ErrorType = ActionError
}
