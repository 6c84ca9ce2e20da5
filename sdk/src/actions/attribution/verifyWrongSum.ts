import { treeProofsAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/**
 * Checks the evidence that declared sums are wrong or that something stands beyond the last leaf.
 * Returns nothing where it is proven, and throws the reason where it is not.
 */
export const verifyWrongSum = defineRead('TreeProofs', treeProofsAbi, 'verifyWrongSum')

export declare namespace verifyWrongSum {
  type Parameters = ParametersOf<typeof verifyWrongSum>
  type ReturnValue = ReturnValueOf<typeof verifyWrongSum>
  type ErrorType = ActionError
}
