import { openTokenAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/** Sends `value` wei of OPEN of the account to `to`. */
export const transfer = defineWrite('OpenToken', openTokenAbi, 'transfer', 'Transfer')

/** Does the same, waits until it is mined and returns the transfer, with the receipt. */
export const transferSync = defineWriteSync(transfer)

export declare namespace transfer {
  type Parameters = ParametersOf<typeof transfer>
  type ReturnValue = ReturnValueOf<typeof transfer>
  type ErrorType = ActionError
}

export declare namespace transferSync {
  type Parameters = transfer.Parameters
  type ReturnValue = ReturnValueOf<typeof transferSync>
  type ErrorType = transfer.ErrorType
}
