import { creditProofsAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/**
 * Checks the evidence that an answer's credits are malformed or out of order.
 * Returns nothing where it is proven, and throws the reason where it is not.
 */
export const verifyMalformedList = defineRead('CreditProofs', creditProofsAbi, 'verifyMalformedList')

export declare namespace verifyMalformedList {
  type Parameters = ParametersOf<typeof verifyMalformedList>
  type ReturnValue = ReturnValueOf<typeof verifyMalformedList>
  type ErrorType = ActionError
}
