import { openGovernorAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/** Votes on a proposal: `support` is 0 against, 1 for, 2 abstaining. */
export const castVote = defineWrite('OpenGovernor', openGovernorAbi, 'castVote', 'VoteCast')

/** Does the same, waits until it is mined and returns the weight of the vote, with the receipt. */
export const castVoteSync = defineWriteSync(castVote)

export declare namespace castVote {
  type Parameters = ParametersOf<typeof castVote>
  type ReturnValue = ReturnValueOf<typeof castVote>
  type ErrorType = ActionError
}

export declare namespace castVoteSync {
  type Parameters = castVote.Parameters
  type ReturnValue = ReturnValueOf<typeof castVoteSync>
  type ErrorType = castVote.ErrorType
}
