import { modelRegistryAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads a model: its owner, rule, shares, price in wei, last term and version, base, and whether it was retired. */
export const getModel = defineRead('ModelRegistry', modelRegistryAbi, 'model')

export declare namespace getModel {
  type Parameters = ParametersOf<typeof getModel>
  type ReturnValue = ReturnValueOf<typeof getModel>
  type ErrorType = ActionError
}
