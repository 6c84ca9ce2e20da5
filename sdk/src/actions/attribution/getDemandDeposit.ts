import { demandRegistryAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/**
 * Reads what a demand for an item must deposit at the base fee of the call. Nodes may take that for 0: see `getAnswerGas`.
 */
export const getDemandDeposit = defineRead('DemandRegistry', demandRegistryAbi, 'depositFor')

export declare namespace getDemandDeposit {
  type Parameters = ParametersOf<typeof getDemandDeposit>
  type ReturnValue = ReturnValueOf<typeof getDemandDeposit>
  type ErrorType = ActionError
}
