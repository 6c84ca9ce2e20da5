import { stakeVaultAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/**
 * Reads an account's stake that is on its way out: wei, and the Unix time in seconds from which it can be withdrawn.
 */
export const getUnbonding = defineRead('StakeVault', stakeVaultAbi, 'unbondingOf')

export declare namespace getUnbonding {
  type Parameters = ParametersOf<typeof getUnbonding>
  type ReturnValue = ReturnValueOf<typeof getUnbonding>
  type ErrorType = ActionError
}
