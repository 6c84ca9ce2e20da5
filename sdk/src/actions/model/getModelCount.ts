import { modelRegistryAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads the number of models: their ids are 1 to this. */
export const getModelCount = defineRead('ModelRegistry', modelRegistryAbi, 'modelCount')

export declare namespace getModelCount {
  type Parameters = ParametersOf<typeof getModelCount>
  type ReturnValue = ReturnValueOf<typeof getModelCount>
  type ErrorType = ActionError
}
