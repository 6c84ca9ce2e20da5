import { openTokenAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads how much of `owner`'s OPEN `spender` may take, in wei. */
export const getAllowance = defineRead('OpenToken', openTokenAbi, 'allowance')

export declare namespace getAllowance {
  type Parameters = ParametersOf<typeof getAllowance>
  type ReturnValue = ReturnValueOf<typeof getAllowance>
  type ErrorType = ActionError
}
