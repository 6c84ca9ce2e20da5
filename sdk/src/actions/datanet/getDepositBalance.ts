import { dataAvailabilityAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads what deposits and bonds owe an account, in wei of the chain's currency. */
export const getDepositBalance = defineRead('DataAvailability', dataAvailabilityAbi, 'balanceOf')

export declare namespace getDepositBalance {
  type Parameters = ParametersOf<typeof getDepositBalance>
  type ReturnValue = ReturnValueOf<typeof getDepositBalance>
  type ErrorType = ActionError
}
