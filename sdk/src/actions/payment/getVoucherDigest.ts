import { inferenceEscrowAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads the EIP-712 digest of a voucher, which its payer signs. */
export const getVoucherDigest = defineRead('InferenceEscrow', inferenceEscrowAbi, 'voucherDigest')

export declare namespace getVoucherDigest {
  type Parameters = ParametersOf<typeof getVoucherDigest>
  type ReturnValue = ReturnValueOf<typeof getVoucherDigest>
  type ErrorType = ActionError
}
