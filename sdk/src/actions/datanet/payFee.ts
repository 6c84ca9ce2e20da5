import { datanetReservesAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/** Pays a validator its fee for its vote on a submission. Anyone may. */
export const payFee = defineWrite('DatanetReserves', datanetReservesAbi, 'payFee', 'FeePaid')

/** Does the same, waits until it is mined and returns what was paid, with the receipt. */
export const payFeeSync = defineWriteSync(payFee)

export declare namespace payFee {
  type Parameters = ParametersOf<typeof payFee>
  type ReturnValue = ReturnValueOf<typeof payFee>
  type ErrorType = ActionError
}

export declare namespace payFeeSync {
  type Parameters = payFee.Parameters
  type ReturnValue = ReturnValueOf<typeof payFeeSync>
  type ErrorType = payFee.ErrorType
}
