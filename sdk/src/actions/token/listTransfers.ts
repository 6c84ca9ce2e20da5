import { openTokenAbi } from '../../abis.ts'
import { defineList } from '../events.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads the transfers of OPEN. */
export const listTransfers = defineList('OpenToken', openTokenAbi, 'Transfer')

export declare namespace listTransfers {
  type Parameters = ParametersOf<typeof listTransfers>
  type ReturnValue = ReturnValueOf<typeof listTransfers>
  type ErrorType = ActionError
}
