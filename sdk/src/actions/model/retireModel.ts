import { modelRegistryAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/** Retires a model for good: nothing new begins, what was promised still counts. Only the model's owner. */
export const retireModel = defineWrite('ModelRegistry', modelRegistryAbi, 'retireModel', 'ModelRetired')

/** Does the same, waits until it is mined and returns the model's id, with the receipt. */
export const retireModelSync = defineWriteSync(retireModel)

export declare namespace retireModel {
  type Parameters = ParametersOf<typeof retireModel>
  type ReturnValue = ReturnValueOf<typeof retireModel>
  type ErrorType = ActionError
}

export declare namespace retireModelSync {
  type Parameters = retireModel.Parameters
  type ReturnValue = ReturnValueOf<typeof retireModelSync>
  type ErrorType = retireModel.ErrorType
}
