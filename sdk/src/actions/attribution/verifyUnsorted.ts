import { treeProofsAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/**
 * Checks the evidence that leaves do not ascend.
 * Returns nothing where it is proven, and throws the reason where it is not.
 */
export const verifyUnsorted = defineRead('TreeProofs', treeProofsAbi, 'verifyUnsorted')

export declare namespace verifyUnsorted {
  type Parameters = ParametersOf<typeof verifyUnsorted>
  type ReturnValue = ReturnValueOf<typeof verifyUnsorted>
  type ErrorType = ActionError
}
