import { datanetReservesAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/** Gives `amount` wei of the sender's OPEN to a datanet's reserve. Approve the reserves for it first. */
export const fundReserve = defineWrite('DatanetReserves', datanetReservesAbi, 'fundReserve', 'ReserveFunded')

/** Does the same, waits until it is mined and returns the gift, with the receipt. */
export const fundReserveSync = defineWriteSync(fundReserve)

export declare namespace fundReserve {
  type Parameters = ParametersOf<typeof fundReserve>
  type ReturnValue = ReturnValueOf<typeof fundReserve>
  type ErrorType = ActionError
}

export declare namespace fundReserveSync {
  type Parameters = fundReserve.Parameters
  type ReturnValue = ReturnValueOf<typeof fundReserveSync>
  type ErrorType = fundReserve.ErrorType
}
