import { demandRegistryAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/**
 * Reads what demands and answers owe an account, in wei of the chain's currency.
 */
export const getWithdrawableDeposits = defineRead('DemandRegistry', demandRegistryAbi, 'withdrawable')

export declare namespace getWithdrawableDeposits {
  type Parameters = ParametersOf<typeof getWithdrawableDeposits>
  type ReturnValue = ReturnValueOf<typeof getWithdrawableDeposits>
  type ErrorType = ActionError
}
