import { datanetReservesAbi } from '../../abis.ts'
import { defineList } from '../events.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads the bounties that were offered. */
export const listBounties = defineList('DatanetReserves', datanetReservesAbi, 'BountyOffered')

export declare namespace listBounties {
  type Parameters = ParametersOf<typeof listBounties>
  type ReturnValue = ReturnValueOf<typeof listBounties>
  type ErrorType = ActionError
}
