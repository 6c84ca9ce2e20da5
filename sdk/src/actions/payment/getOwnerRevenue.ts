import { inferenceEscrowAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads what a model's owner can collect, in wei. */
export const getOwnerRevenue = defineRead('InferenceEscrow', inferenceEscrowAbi, 'ownerRevenueOf')

export declare namespace getOwnerRevenue {
  type Parameters = ParametersOf<typeof getOwnerRevenue>
  type ReturnValue = ReturnValueOf<typeof getOwnerRevenue>
  type ErrorType = ActionError
}
