import { dataFundAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads the timelock of governance, which alone spends of the data fund. */
export const getDataFundTimelock = defineRead('DataFund', dataFundAbi, 'TIMELOCK')

export declare namespace getDataFundTimelock {
  type Parameters = ParametersOf<typeof getDataFundTimelock>
  type ReturnValue = ReturnValueOf<typeof getDataFundTimelock>
  type ErrorType = ActionError
}
