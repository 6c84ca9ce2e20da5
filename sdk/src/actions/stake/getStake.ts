import { stakeVaultAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads an account's stake, and how much of it is locked, in wei. */
export const getStake = defineRead('StakeVault', stakeVaultAbi, 'stakeOf')

export declare namespace getStake {
  type Parameters = ParametersOf<typeof getStake>
  type ReturnValue = ReturnValueOf<typeof getStake>
  type ErrorType = ActionError
}
