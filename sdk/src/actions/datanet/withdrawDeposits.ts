import { dataAvailabilityAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/** Pays what deposits and bonds owe the sender to a recipient. */
export const withdrawDeposits = defineWrite('DataAvailability', dataAvailabilityAbi, 'withdraw', 'Withdrawn')

/** Does the same, waits until it is mined and returns what was paid, with the receipt. */
export const withdrawDepositsSync = defineWriteSync(withdrawDeposits)

export declare namespace withdrawDeposits {
  type Parameters = ParametersOf<typeof withdrawDeposits>
  type ReturnValue = ReturnValueOf<typeof withdrawDeposits>
  type ErrorType = ActionError
}

export declare namespace withdrawDepositsSync {
  type Parameters = withdrawDeposits.Parameters
  type ReturnValue = ReturnValueOf<typeof withdrawDepositsSync>
  type ErrorType = withdrawDeposits.ErrorType
}
