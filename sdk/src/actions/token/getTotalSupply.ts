import { openTokenAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads the whole supply, in wei; nobody can mint more. */
export const getTotalSupply = defineRead('OpenToken', openTokenAbi, 'totalSupply')

export declare namespace getTotalSupply {
  type Parameters = ParametersOf<typeof getTotalSupply>
  type ReturnValue = ReturnValueOf<typeof getTotalSupply>
  type ErrorType = ActionError
}
