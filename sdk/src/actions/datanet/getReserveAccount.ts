import { datanetRegistryAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads the account under which a datanet's reserve earns in the payouts of batches. No key signs for it. */
export const getReserveAccount = defineRead('DatanetRegistry', datanetRegistryAbi, 'reserveAccount')

export declare namespace getReserveAccount {
  type Parameters = ParametersOf<typeof getReserveAccount>
  type ReturnValue = ReturnValueOf<typeof getReserveAccount>
  type ErrorType = ActionError
}
