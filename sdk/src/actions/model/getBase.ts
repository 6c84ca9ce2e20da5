import { modelRegistryAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads the id of the model from which a model is derived; 0 for none. At most 8 such steps lead to 0. */
export const getBase = defineRead('ModelRegistry', modelRegistryAbi, 'baseOf')

export declare namespace getBase {
  type Parameters = ParametersOf<typeof getBase>
  type ReturnValue = ReturnValueOf<typeof getBase>
  type ErrorType = ActionError
}
