import { datanetReservesAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads the fee per vote of submissions from now on, in wei of OPEN. */
export const getVerificationFee = defineRead('DatanetReserves', datanetReservesAbi, 'verificationFeeOf')

export declare namespace getVerificationFee {
  type Parameters = ParametersOf<typeof getVerificationFee>
  type ReturnValue = ReturnValueOf<typeof getVerificationFee>
  type ErrorType = ActionError
}
