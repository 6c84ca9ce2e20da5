import { moneyProofsAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/**
 * Checks the evidence that an answer is not backed by the payer's money.
 * Returns nothing where it is proven, and throws the reason where it is not.
 */
export const verifyUnbacked = defineRead('MoneyProofs', moneyProofsAbi, 'verifyUnbacked')

export declare namespace verifyUnbacked {
  type Parameters = ParametersOf<typeof verifyUnbacked>
  type ReturnValue = ReturnValueOf<typeof verifyUnbacked>
  type ErrorType = ActionError
}
