import { inferenceEscrowAbi } from '../../abis.ts'
import { defineList } from '../events.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads the session keys that payers named, and from when each counts. */
export const listSessionKeys = defineList('InferenceEscrow', inferenceEscrowAbi, 'SessionKeySet')

export declare namespace listSessionKeys {
  type Parameters = ParametersOf<typeof listSessionKeys>
  type ReturnValue = ReturnValueOf<typeof listSessionKeys>
  type ErrorType = ActionError
}
