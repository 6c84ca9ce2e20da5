import { moneyProofsAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/**
 * Checks the evidence that a credit has no entry that it should have.
 * Returns nothing where it is proven, and throws the reason where it is not.
 */
export const verifyMissingEntry = defineRead('MoneyProofs', moneyProofsAbi, 'verifyMissingEntry')

export declare namespace verifyMissingEntry {
  type Parameters = ParametersOf<typeof verifyMissingEntry>
  type ReturnValue = ReturnValueOf<typeof verifyMissingEntry>
  type ErrorType = ActionError
}
