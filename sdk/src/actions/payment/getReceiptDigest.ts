import { inferenceEscrowAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads the EIP-712 digest of a receipt, which the term's receipt key signs. */
export const getReceiptDigest = defineRead('InferenceEscrow', inferenceEscrowAbi, 'receiptDigest')

export declare namespace getReceiptDigest {
  type Parameters = ParametersOf<typeof getReceiptDigest>
  type ReturnValue = ReturnValueOf<typeof getReceiptDigest>
  type ErrorType = ActionError
}
