import { fraudProofsAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/**
 * Reads which function of which contract judges a kind of evidence.
 * Throws for what is no kind of evidence.
 */
export const getVerifier = defineRead('FraudProofs', fraudProofsAbi, 'verifierOf')

export declare namespace getVerifier {
  type Parameters = ParametersOf<typeof getVerifier>
  type ReturnValue = ReturnValueOf<typeof getVerifier>
  type ErrorType = ActionError
}
