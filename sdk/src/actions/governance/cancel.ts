import { openGovernorAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/** Withdraws a proposal before its vote begins. Only its proposer. */
export const cancel = defineWrite('OpenGovernor', openGovernorAbi, 'cancel', 'ProposalCanceled')

/** Does the same, waits until it is mined and returns the proposal's id, with the receipt. */
export const cancelSync = defineWriteSync(cancel)

export declare namespace cancel {
  type Parameters = ParametersOf<typeof cancel>
  type ReturnValue = ReturnValueOf<typeof cancel>
  type ErrorType = ActionError
}

export declare namespace cancelSync {
  type Parameters = cancel.Parameters
  type ReturnValue = ReturnValueOf<typeof cancelSync>
  type ErrorType = cancel.ErrorType
}
