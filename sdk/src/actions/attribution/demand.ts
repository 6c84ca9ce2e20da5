import { demandRegistryAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/**
 * Demands an item of a committed batch (`DemandKind`), or an account's payout of a finalised one. Send the deposit as the
 * transaction's `value`: `getAnswerGas` times `demandDepositFactor` at the block's base fee; what is more is the sender's
 * to withdraw.
 */
export const demand = defineWrite('DemandRegistry', demandRegistryAbi, 'demand', 'Demanded')

/** Does the same, waits until it is mined and returns the demand, with the receipt. */
export const demandSync = defineWriteSync(demand)

export declare namespace demand {
  type Parameters = ParametersOf<typeof demand>
  type ReturnValue = ReturnValueOf<typeof demand>
  type ErrorType = ActionError
}

export declare namespace demandSync {
  type Parameters = demand.Parameters
  type ReturnValue = ReturnValueOf<typeof demandSync>
  type ErrorType = demand.ErrorType
}
