import { inferenceEscrowAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/** Pays a model's owner what its share has gathered. Anyone may. */
export const collectOwnerRevenue = defineWrite(
  'InferenceEscrow',
  inferenceEscrowAbi,
  'collectOwnerRevenue',
  'OwnerRevenueCollected',
)

/** Does the same, waits until it is mined and returns the amount paid, with the receipt. */
export const collectOwnerRevenueSync = defineWriteSync(collectOwnerRevenue)

export declare namespace collectOwnerRevenue {
  type Parameters = ParametersOf<typeof collectOwnerRevenue>
  type ReturnValue = ReturnValueOf<typeof collectOwnerRevenue>
  type ErrorType = ActionError
}

export declare namespace collectOwnerRevenueSync {
  type Parameters = collectOwnerRevenue.Parameters
  type ReturnValue = ReturnValueOf<typeof collectOwnerRevenueSync>
  type ErrorType = collectOwnerRevenue.ErrorType
}
