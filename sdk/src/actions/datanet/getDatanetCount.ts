import { datanetRegistryAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads the number of datanets: their ids are 1 to this. */
export const getDatanetCount = defineRead('DatanetRegistry', datanetRegistryAbi, 'datanetCount')

export declare namespace getDatanetCount {
  type Parameters = ParametersOf<typeof getDatanetCount>
  type ReturnValue = ReturnValueOf<typeof getDatanetCount>
  type ErrorType = ActionError
}
