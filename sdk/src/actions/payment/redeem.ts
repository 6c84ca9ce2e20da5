import { inferenceEscrowAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSyncAll } from '../write.ts'

/**
 * Redeems vouchers of one model and term: takes what each promises beyond what was charged, and divides it. Anyone may;
 * the payers' signatures are the authority.
 */
export const redeem = defineWrite('InferenceEscrow', inferenceEscrowAbi, 'redeem', 'VoucherRedeemed')

/** Does the same, waits until it is mined and returns how each voucher's money was divided, with the receipt. */
export const redeemSync = defineWriteSyncAll(redeem)

export declare namespace redeem {
  type Parameters = ParametersOf<typeof redeem>
  type ReturnValue = ReturnValueOf<typeof redeem>
  type ErrorType = ActionError
}

export declare namespace redeemSync {
  type Parameters = redeem.Parameters
  type ReturnValue = ReturnValueOf<typeof redeemSync>
  type ErrorType = redeem.ErrorType
}
