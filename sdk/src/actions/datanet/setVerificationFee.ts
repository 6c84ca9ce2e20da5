import { datanetReservesAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/** Sets the fee per vote of later submissions, in wei of OPEN. Only the datanet's curator. */
export const setVerificationFee = defineWrite(
  'DatanetReserves',
  datanetReservesAbi,
  'setVerificationFee',
  'VerificationFeeSet',
)

/** Does the same, waits until it is mined and returns the fee, with the receipt. */
export const setVerificationFeeSync = defineWriteSync(setVerificationFee)

export declare namespace setVerificationFee {
  type Parameters = ParametersOf<typeof setVerificationFee>
  type ReturnValue = ReturnValueOf<typeof setVerificationFee>
  type ErrorType = ActionError
}

export declare namespace setVerificationFeeSync {
  type Parameters = setVerificationFee.Parameters
  type ReturnValue = ReturnValueOf<typeof setVerificationFeeSync>
  type ErrorType = setVerificationFee.ErrorType
}
