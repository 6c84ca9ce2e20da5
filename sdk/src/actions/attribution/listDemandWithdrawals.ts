import { demandRegistryAbi } from '../../abis.ts'
import { defineList } from '../events.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/**
 * Reads who withdrew deposits.
 */
export const listDemandWithdrawals = defineList('DemandRegistry', demandRegistryAbi, 'DepositsWithdrawn')

export declare namespace listDemandWithdrawals {
  type Parameters = ParametersOf<typeof listDemandWithdrawals>
  type ReturnValue = ReturnValueOf<typeof listDemandWithdrawals>
  type ErrorType = ActionError
}
