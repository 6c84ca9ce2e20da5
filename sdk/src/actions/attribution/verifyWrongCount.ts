import { treeProofsAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/**
 * Checks the evidence that the declared number of credits or entries is wrong.
 * Returns nothing where it is proven, and throws the reason where it is not.
 */
export const verifyWrongCount = defineRead('TreeProofs', treeProofsAbi, 'verifyWrongCount')

export declare namespace verifyWrongCount {
  type Parameters = ParametersOf<typeof verifyWrongCount>
  type ReturnValue = ReturnValueOf<typeof verifyWrongCount>
  type ErrorType = ActionError
}
