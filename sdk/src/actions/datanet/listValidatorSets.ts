import { datanetRegistryAbi } from '../../abis.ts'
import { defineList } from '../events.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads the sets of validators as they were named. */
export const listValidatorSets = defineList('DatanetRegistry', datanetRegistryAbi, 'ValidatorsNamed')

export declare namespace listValidatorSets {
  type Parameters = ParametersOf<typeof listValidatorSets>
  type ReturnValue = ReturnValueOf<typeof listValidatorSets>
  type ErrorType = ActionError
}
