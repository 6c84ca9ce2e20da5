import { openGovernorAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/**
 * Reads where a proposal stands: 0 pending, 1 active, 2 canceled, 3 defeated, 4 succeeded, 5 queued, 6 expired, 7
 * executed.
 */
export const getProposalState = defineRead('OpenGovernor', openGovernorAbi, 'state')

export declare namespace getProposalState {
  type Parameters = ParametersOf<typeof getProposalState>
  type ReturnValue = ReturnValueOf<typeof getProposalState>
  type ErrorType = ActionError
}
