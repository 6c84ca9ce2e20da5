import { openTokenAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads to whom an account's votes are delegated; the zero address where to nobody. */
export const getDelegate = defineRead('OpenToken', openTokenAbi, 'delegates')

export declare namespace getDelegate {
  type Parameters = ParametersOf<typeof getDelegate>
  type ReturnValue = ReturnValueOf<typeof getDelegate>
  type ErrorType = ActionError
}
