import { stakeVaultAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads an account's stake that backs no open batch, in wei. */
export const getFreeStake = defineRead('StakeVault', stakeVaultAbi, 'freeStakeOf')

export declare namespace getFreeStake {
  type Parameters = ParametersOf<typeof getFreeStake>
  type ReturnValue = ReturnValueOf<typeof getFreeStake>
  type ErrorType = ActionError
}
