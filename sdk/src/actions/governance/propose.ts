import { openGovernorAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/**
 * Proposes calls by the timelock: lists of targets, native currency and data of the same length. `data` comes from an
 * action's `call`, by viem's `encodeFunctionData`. Needs votes above the threshold.
 */
export const propose = defineWrite('OpenGovernor', openGovernorAbi, 'propose', 'ProposalCreated')

/** Does the same, waits until it is mined and returns the proposal's id and the times of its vote, with the receipt. */
export const proposeSync = defineWriteSync(propose)

export declare namespace propose {
  type Parameters = ParametersOf<typeof propose>
  type ReturnValue = ReturnValueOf<typeof propose>
  type ErrorType = ActionError
}

export declare namespace proposeSync {
  type Parameters = propose.Parameters
  type ReturnValue = ReturnValueOf<typeof proposeSync>
  type ErrorType = propose.ErrorType
}
