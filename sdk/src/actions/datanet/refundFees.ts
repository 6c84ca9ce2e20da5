import { datanetReservesAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/** Refunds to an accepted submission's submitter what its votes earned, as far as the reserve may spend now. Anyone may. */
export const refundFees = defineWrite('DatanetReserves', datanetReservesAbi, 'refundFees', 'FeesRefunded')

/** Does the same, waits until it is mined and returns what was refunded, with the receipt. */
export const refundFeesSync = defineWriteSync(refundFees)

export declare namespace refundFees {
  type Parameters = ParametersOf<typeof refundFees>
  type ReturnValue = ReturnValueOf<typeof refundFees>
  type ErrorType = ActionError
}

export declare namespace refundFeesSync {
  type Parameters = refundFees.Parameters
  type ReturnValue = ReturnValueOf<typeof refundFeesSync>
  type ErrorType = refundFees.ErrorType
}
