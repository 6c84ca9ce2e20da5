import { dataAvailabilityAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads the deposit for each of `items` demanded leaves at the base fee of the call. Nodes may take it for 0: see `getLeafGas`. */
export const getLeafDeposit = defineRead('DataAvailability', dataAvailabilityAbi, 'leafDeposit')

export declare namespace getLeafDeposit {
  type Parameters = ParametersOf<typeof getLeafDeposit>
  type ReturnValue = ReturnValueOf<typeof getLeafDeposit>
  type ErrorType = ActionError
}
