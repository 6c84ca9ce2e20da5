import { datanetReservesAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads how many bounties were offered. */
export const getBountyCount = defineRead('DatanetReserves', datanetReservesAbi, 'bountyCount')

export declare namespace getBountyCount {
  type Parameters = ParametersOf<typeof getBountyCount>
  type ReturnValue = ReturnValueOf<typeof getBountyCount>
  type ErrorType = ActionError
}
