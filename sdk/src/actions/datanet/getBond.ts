import { dataAvailabilityAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads what a submission's bond holds, in wei of the chain's currency. */
export const getBond = defineRead('DataAvailability', dataAvailabilityAbi, 'bondOf')

export declare namespace getBond {
  type Parameters = ParametersOf<typeof getBond>
  type ReturnValue = ReturnValueOf<typeof getBond>
  type ErrorType = ActionError
}
