import { textProofsAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/**
 * Checks the evidence that an output is no canonical text.
 * Returns nothing where it is proven, and throws the reason where it is not.
 */
export const verifyNotCanonical = defineRead('TextProofs', textProofsAbi, 'verifyNotCanonical')

export declare namespace verifyNotCanonical {
  type Parameters = ParametersOf<typeof verifyNotCanonical>
  type ReturnValue = ReturnValueOf<typeof verifyNotCanonical>
  type ErrorType = ActionError
}
