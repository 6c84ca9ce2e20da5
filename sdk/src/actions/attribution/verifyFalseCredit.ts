import { creditProofsAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/**
 * Checks the evidence that a credit is false. Returns nothing where it is proven, and throws the reason where it is
 * not.
 */
export const verifyFalseCredit = defineRead('CreditProofs', creditProofsAbi, 'verifyFalseCredit')

export declare namespace verifyFalseCredit {
  type Parameters = ParametersOf<typeof verifyFalseCredit>
  type ReturnValue = ReturnValueOf<typeof verifyFalseCredit>
  type ErrorType = ActionError
}
