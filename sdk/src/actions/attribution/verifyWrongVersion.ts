import { moneyProofsAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/**
 * Checks the evidence that an answer's version was not active.
 * Returns nothing where it is proven, and throws the reason where it is not.
 */
export const verifyWrongVersion = defineRead('MoneyProofs', moneyProofsAbi, 'verifyWrongVersion')

export declare namespace verifyWrongVersion {
  type Parameters = ParametersOf<typeof verifyWrongVersion>
  type ReturnValue = ReturnValueOf<typeof verifyWrongVersion>
  type ErrorType = ActionError
}
