import { modelRegistryAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads the datanets that every version of a model includes, ascending. */
export const getModelDatanets = defineRead('ModelRegistry', modelRegistryAbi, 'datanetsOf')

export declare namespace getModelDatanets {
  type Parameters = ParametersOf<typeof getModelDatanets>
  type ReturnValue = ReturnValueOf<typeof getModelDatanets>
  type ErrorType = ActionError
}
