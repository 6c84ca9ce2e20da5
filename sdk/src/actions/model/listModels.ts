import { modelRegistryAbi } from '../../abis.ts'
import { defineList } from '../events.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads the models as they were registered. */
export const listModels = defineList('ModelRegistry', modelRegistryAbi, 'ModelRegistered')

export declare namespace listModels {
  type Parameters = ParametersOf<typeof listModels>
  type ReturnValue = ReturnValueOf<typeof listModels>
  type ErrorType = ActionError
}
