import { moneyProofsAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/**
 * Checks the evidence that an entry names no credit, or pays another account or amount than its credit gives.
 * Returns nothing where it is proven, and throws the reason where it is not.
 */
export const verifyWrongEntry = defineRead('MoneyProofs', moneyProofsAbi, 'verifyWrongEntry')

export declare namespace verifyWrongEntry {
  type Parameters = ParametersOf<typeof verifyWrongEntry>
  type ReturnValue = ReturnValueOf<typeof verifyWrongEntry>
  type ErrorType = ActionError
}
