import { datanetReservesAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads what a datanet's reserve may spend now, in wei of OPEN: at most a tenth in 30 days. */
export const getSpendable = defineRead('DatanetReserves', datanetReservesAbi, 'spendableOf')

export declare namespace getSpendable {
  type Parameters = ParametersOf<typeof getSpendable>
  type ReturnValue = ReturnValueOf<typeof getSpendable>
  type ErrorType = ActionError
}
