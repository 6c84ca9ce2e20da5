import { openTokenAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads the votes that an account had at `timepoint`, a past Unix time in seconds. */
export const getPastVotes = defineRead('OpenToken', openTokenAbi, 'getPastVotes')

export declare namespace getPastVotes {
  type Parameters = ParametersOf<typeof getPastVotes>
  type ReturnValue = ReturnValueOf<typeof getPastVotes>
  type ErrorType = ActionError
}
