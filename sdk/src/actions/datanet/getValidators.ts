import { datanetRegistryAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads the accounts of a set of validators. */
export const getValidators = defineRead('DatanetRegistry', datanetRegistryAbi, 'validatorsOf')

export declare namespace getValidators {
  type Parameters = ParametersOf<typeof getValidators>
  type ReturnValue = ReturnValueOf<typeof getValidators>
  type ErrorType = ActionError
}
