import { datanetRegistryAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads the reserve account of a submission's datanet and its share, in basis points. */
export const getReserveOfSubmission = defineRead('DatanetRegistry', datanetRegistryAbi, 'reserveOf')

export declare namespace getReserveOfSubmission {
  type Parameters = ParametersOf<typeof getReserveOfSubmission>
  type ReturnValue = ReturnValueOf<typeof getReserveOfSubmission>
  type ErrorType = ActionError
}
