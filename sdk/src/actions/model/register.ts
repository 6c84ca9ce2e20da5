import { modelRegistryAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/** Registers a model; the sender owns it, and its first term starts now. Shares, rule and datanets never change. */
export const register = defineWrite('ModelRegistry', modelRegistryAbi, 'register', 'ModelRegistered')

/** Does the same, waits until it is mined and returns the model's id, with the receipt. */
export const registerSync = defineWriteSync(register)

export declare namespace register {
  type Parameters = ParametersOf<typeof register>
  type ReturnValue = ReturnValueOf<typeof register>
  type ErrorType = ActionError
}

export declare namespace registerSync {
  type Parameters = register.Parameters
  type ReturnValue = ReturnValueOf<typeof registerSync>
  type ErrorType = register.ErrorType
}
