import { datanetReservesAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads what a datanet's reserve holds, in wei of OPEN. */
export const getReserve = defineRead('DatanetReserves', datanetReservesAbi, 'reserveOf')

export declare namespace getReserve {
  type Parameters = ParametersOf<typeof getReserve>
  type ReturnValue = ReturnValueOf<typeof getReserve>
  type ErrorType = ActionError
}
