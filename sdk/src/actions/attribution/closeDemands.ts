import { demandRegistryAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSyncAll } from '../write.ts'

/**
 * Gives the deposits of unanswered demands of void batches back to those who made them, to be withdrawn. Anyone may.
 */
export const closeDemands = defineWrite('DemandRegistry', demandRegistryAbi, 'close', 'DemandClosed')

/** Does the same, waits until it is mined and returns which were closed, with the receipt. */
export const closeDemandsSync = defineWriteSyncAll(closeDemands)

export declare namespace closeDemands {
  type Parameters = ParametersOf<typeof closeDemands>
  type ReturnValue = ReturnValueOf<typeof closeDemands>
  type ErrorType = ActionError
}

export declare namespace closeDemandsSync {
  type Parameters = closeDemands.Parameters
  type ReturnValue = ReturnValueOf<typeof closeDemandsSync>
  type ErrorType = closeDemands.ErrorType
}
