import { demandRegistryAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/**
 * Pays the sender what demands and answers owe it, in the chain's currency.
 */
export const withdrawDemandDeposits = defineWrite('DemandRegistry', demandRegistryAbi, 'withdraw', 'DepositsWithdrawn')

/** Does the same, waits until it is mined and returns what was paid, with the receipt. */
export const withdrawDemandDepositsSync = defineWriteSync(withdrawDemandDeposits)

export declare namespace withdrawDemandDeposits {
  type Parameters = ParametersOf<typeof withdrawDemandDeposits>
  type ReturnValue = ReturnValueOf<typeof withdrawDemandDeposits>
  type ErrorType = ActionError
}

export declare namespace withdrawDemandDepositsSync {
  type Parameters = withdrawDemandDeposits.Parameters
  type ReturnValue = ReturnValueOf<typeof withdrawDemandDepositsSync>
  type ErrorType = withdrawDemandDeposits.ErrorType
}
