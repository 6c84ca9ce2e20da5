import { moneyProofsAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/**
 * Checks the evidence that an answer differs from the receipt that its payer holds.
 * Returns nothing where it is proven, and throws the reason where it is not.
 */
export const verifyBrokenReceipt = defineRead('MoneyProofs', moneyProofsAbi, 'verifyBrokenReceipt')

export declare namespace verifyBrokenReceipt {
  type Parameters = ParametersOf<typeof verifyBrokenReceipt>
  type ReturnValue = ReturnValueOf<typeof verifyBrokenReceipt>
  type ErrorType = ActionError
}
