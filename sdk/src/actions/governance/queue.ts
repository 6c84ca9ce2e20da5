import { openGovernorAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/** Gives a proposal that was accepted to the timelock. `descriptionHash` is the keccak256 of its description. */
export const queue = defineWrite('OpenGovernor', openGovernorAbi, 'queue', 'ProposalQueued')

/** Does the same, waits until it is mined and returns when it can be executed, with the receipt. */
export const queueSync = defineWriteSync(queue)

export declare namespace queue {
  type Parameters = ParametersOf<typeof queue>
  type ReturnValue = ReturnValueOf<typeof queue>
  type ErrorType = ActionError
}

export declare namespace queueSync {
  type Parameters = queue.Parameters
  type ReturnValue = ReturnValueOf<typeof queueSync>
  type ErrorType = queue.ErrorType
}
