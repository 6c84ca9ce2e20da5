import { openTokenAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads an account's OPEN, in wei. */
export const getBalance = defineRead('OpenToken', openTokenAbi, 'balanceOf')

export declare namespace getBalance {
  type Parameters = ParametersOf<typeof getBalance>
  type ReturnValue = ReturnValueOf<typeof getBalance>
  type ErrorType = ActionError
}
