import { datanetReservesAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads a bounty. */
export const getBounty = defineRead('DatanetReserves', datanetReservesAbi, 'bounty')

export declare namespace getBounty {
  type Parameters = ParametersOf<typeof getBounty>
  type ReturnValue = ReturnValueOf<typeof getBounty>
  type ErrorType = ActionError
}
