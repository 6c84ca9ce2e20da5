import { datanetRegistryAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/**
 * Reads how a contribution counts under a snapshot (`Standing`), with its datanet and the root and size of its
 * submission.
 */
export const getStanding = defineRead('DatanetRegistry', datanetRegistryAbi, 'standingOf')

export declare namespace getStanding {
  type Parameters = ParametersOf<typeof getStanding>
  type ReturnValue = ReturnValueOf<typeof getStanding>
  type ErrorType = ActionError
}
