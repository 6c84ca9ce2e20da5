import { openGovernorAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads the votes against, for and abstaining of a proposal, in wei of OPEN. */
export const getProposalVotes = defineRead('OpenGovernor', openGovernorAbi, 'proposalVotes')

export declare namespace getProposalVotes {
  type Parameters = ParametersOf<typeof getProposalVotes>
  type ReturnValue = ReturnValueOf<typeof getProposalVotes>
  type ErrorType = ActionError
}
