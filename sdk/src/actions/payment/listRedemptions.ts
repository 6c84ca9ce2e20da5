import { inferenceEscrowAbi } from '../../abis.ts'
import { defineList } from '../events.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads the redemptions of vouchers, and how each was divided. */
export const listRedemptions = defineList('InferenceEscrow', inferenceEscrowAbi, 'VoucherRedeemed')

export declare namespace listRedemptions {
  type Parameters = ParametersOf<typeof listRedemptions>
  type ReturnValue = ReturnValueOf<typeof listRedemptions>
  type ErrorType = ActionError
}
