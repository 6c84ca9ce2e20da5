import { datanetRegistryAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads whether an account voted on a submission, and its place in the set that decides. */
export const getVote = defineRead('DatanetRegistry', datanetRegistryAbi, 'voteOf')

export declare namespace getVote {
  type Parameters = ParametersOf<typeof getVote>
  type ReturnValue = ReturnValueOf<typeof getVote>
  type ErrorType = ActionError
}
