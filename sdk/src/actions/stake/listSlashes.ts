import { stakeVaultAbi } from '../../abis.ts'
import { defineList } from '../events.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads what was slashed of whom, and who proved the fraud. */
export const listSlashes = defineList('StakeVault', stakeVaultAbi, 'StakeSlashed')

export declare namespace listSlashes {
  type Parameters = ParametersOf<typeof listSlashes>
  type ReturnValue = ReturnValueOf<typeof listSlashes>
  type ErrorType = ActionError
}
