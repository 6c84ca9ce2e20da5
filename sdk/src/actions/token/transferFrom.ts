import { openTokenAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/** Sends `value` wei of OPEN of `from`, which approved the account, to `to`. */
export const transferFrom = defineWrite('OpenToken', openTokenAbi, 'transferFrom', 'Transfer')

/** Does the same, waits until it is mined and returns the transfer, with the receipt. */
export const transferFromSync = defineWriteSync(transferFrom)

export declare namespace transferFrom {
  type Parameters = ParametersOf<typeof transferFrom>
  type ReturnValue = ReturnValueOf<typeof transferFrom>
  type ErrorType = ActionError
}

export declare namespace transferFromSync {
  type Parameters = transferFrom.Parameters
  type ReturnValue = ReturnValueOf<typeof transferFromSync>
  type ErrorType = transferFrom.ErrorType
}
