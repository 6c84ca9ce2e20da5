import { treeProofsAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/**
 * Checks the evidence that a node or leaf of one of a batch's trees is malformed or missing.
 * Returns nothing where it is proven, and throws the reason where it is not.
 */
export const verifyMalformedLeaf = defineRead('TreeProofs', treeProofsAbi, 'verifyMalformedLeaf')

export declare namespace verifyMalformedLeaf {
  type Parameters = ParametersOf<typeof verifyMalformedLeaf>
  type ReturnValue = ReturnValueOf<typeof verifyMalformedLeaf>
  type ErrorType = ActionError
}
