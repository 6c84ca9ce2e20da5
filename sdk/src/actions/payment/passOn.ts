import { inferenceEscrowAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSyncAll } from '../write.ts'

/** Divides the base shares that a model received between its owner and its own base, and so on upwards. Anyone may. */
export const passOn = defineWrite('InferenceEscrow', inferenceEscrowAbi, 'passOn', 'RoyaltiesPassedOn')

/** Does the same, waits until it is mined and returns what each model passed on and kept, with the receipt. */
export const passOnSync = defineWriteSyncAll(passOn)

export declare namespace passOn {
  type Parameters = ParametersOf<typeof passOn>
  type ReturnValue = ReturnValueOf<typeof passOn>
  type ErrorType = ActionError
}

export declare namespace passOnSync {
  type Parameters = passOn.Parameters
  type ReturnValue = ReturnValueOf<typeof passOnSync>
  type ErrorType = passOn.ErrorType
}
