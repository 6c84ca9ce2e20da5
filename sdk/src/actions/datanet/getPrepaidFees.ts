import { datanetReservesAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads what was prepaid for the verification of a submission. */
export const getPrepaidFees = defineRead('DatanetReserves', datanetReservesAbi, 'prepaidFees')

export declare namespace getPrepaidFees {
  type Parameters = ParametersOf<typeof getPrepaidFees>
  type ReturnValue = ReturnValueOf<typeof getPrepaidFees>
  type ErrorType = ActionError
}
