import { datanetRegistryAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads a datanet: its curator, terms, set of validators, and reserve in wei. */
export const getDatanet = defineRead('DatanetRegistry', datanetRegistryAbi, 'datanet')

export declare namespace getDatanet {
  type Parameters = ParametersOf<typeof getDatanet>
  type ReturnValue = ReturnValueOf<typeof getDatanet>
  type ErrorType = ActionError
}
