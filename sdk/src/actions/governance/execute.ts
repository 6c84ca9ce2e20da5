import { openGovernorAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/** Executes a proposal whose delay in the timelock is over. Anyone may. */
export const execute = defineWrite('OpenGovernor', openGovernorAbi, 'execute', 'ProposalExecuted')

/** Does the same, waits until it is mined and returns the proposal's id, with the receipt. */
export const executeSync = defineWriteSync(execute)

export declare namespace execute {
  type Parameters = ParametersOf<typeof execute>
  type ReturnValue = ReturnValueOf<typeof execute>
  type ErrorType = ActionError
}

export declare namespace executeSync {
  type Parameters = execute.Parameters
  type ReturnValue = ReturnValueOf<typeof executeSync>
  type ErrorType = execute.ErrorType
}
