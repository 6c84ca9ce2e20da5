import { datanetReservesAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads what a datanet's reserve spent in the last 30 days, in wei of OPEN. */
export const getSpent = defineRead('DatanetReserves', datanetReservesAbi, 'spentOf')

export declare namespace getSpent {
  type Parameters = ParametersOf<typeof getSpent>
  type ReturnValue = ReturnValueOf<typeof getSpent>
  type ErrorType = ActionError
}
