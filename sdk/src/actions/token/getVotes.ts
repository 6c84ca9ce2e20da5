import { openTokenAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads the votes that an account has now, in wei of OPEN. */
export const getVotes = defineRead('OpenToken', openTokenAbi, 'getVotes')

export declare namespace getVotes {
  type Parameters = ParametersOf<typeof getVotes>
  type ReturnValue = ReturnValueOf<typeof getVotes>
  type ErrorType = ActionError
}
