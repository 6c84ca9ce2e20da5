import { fraudProofsAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/**
 * Checks evidence of a kind of `EvidenceKind` against a batch, without sending it. Returns nothing where it proves the
 * batch wrong, and throws the verifier's reason where it does not.
 */
export const verify = defineRead('FraudProofs', fraudProofsAbi, 'verify')

export declare namespace verify {
  type Parameters = ParametersOf<typeof verify>
  type ReturnValue = ReturnValueOf<typeof verify>
  type ErrorType = ActionError
}
