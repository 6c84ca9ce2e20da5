import { creditProofsAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/**
 * Checks the evidence that a word belongs to an earlier source. Returns nothing where it is proven, and throws the
 * reason where it is not.
 */
export const verifyEarlierSource = defineRead('CreditProofs', creditProofsAbi, 'verifyEarlierSource')

export declare namespace verifyEarlierSource {
  type Parameters = ParametersOf<typeof verifyEarlierSource>
  type ReturnValue = ReturnValueOf<typeof verifyEarlierSource>
  type ErrorType = ActionError
}
