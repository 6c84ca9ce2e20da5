import { dataAvailabilityAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads the gas that the bond of a submission of `count` leaves is the price of. */
export const getBondGas = defineRead('DataAvailability', dataAvailabilityAbi, 'bondGas')

export declare namespace getBondGas {
  type Parameters = ParametersOf<typeof getBondGas>
  type ReturnValue = ReturnValueOf<typeof getBondGas>
  type ErrorType = ActionError
}
