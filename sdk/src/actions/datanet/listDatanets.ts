import { datanetRegistryAbi } from '../../abis.ts'
import { defineList } from '../events.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads the datanets as they were created. */
export const listDatanets = defineList('DatanetRegistry', datanetRegistryAbi, 'DatanetCreated')

export declare namespace listDatanets {
  type Parameters = ParametersOf<typeof listDatanets>
  type ReturnValue = ReturnValueOf<typeof listDatanets>
  type ErrorType = ActionError
}
