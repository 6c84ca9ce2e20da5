import { datanetRegistryAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads the share of what a datanet's contributions earn that goes to its reserve, in basis points. */
export const getReserveBps = defineRead('DatanetRegistry', datanetRegistryAbi, 'reserveBpsOf')

export declare namespace getReserveBps {
  type Parameters = ParametersOf<typeof getReserveBps>
  type ReturnValue = ReturnValueOf<typeof getReserveBps>
  type ErrorType = ActionError
}
