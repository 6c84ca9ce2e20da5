import { openTokenAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads the supply at `timepoint`, a past Unix time in seconds, in wei. */
export const getPastTotalSupply = defineRead('OpenToken', openTokenAbi, 'getPastTotalSupply')

export declare namespace getPastTotalSupply {
  type Parameters = ParametersOf<typeof getPastTotalSupply>
  type ReturnValue = ReturnValueOf<typeof getPastTotalSupply>
  type ErrorType = ActionError
}
