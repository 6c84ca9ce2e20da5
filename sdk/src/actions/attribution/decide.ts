import { attributionLedgerAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/**
 * Decides an escalation. Only its arbiter, in time: upheld, the batch is void.
 */
export const decide = defineWrite('AttributionLedger', attributionLedgerAbi, 'decide', 'EscalationClosed')

/** Does the same, waits until it is mined and returns the closed escalation, with the receipt. */
export const decideSync = defineWriteSync(decide)

export declare namespace decide {
  type Parameters = ParametersOf<typeof decide>
  type ReturnValue = ReturnValueOf<typeof decide>
  type ErrorType = ActionError
}

export declare namespace decideSync {
  type Parameters = decide.Parameters
  type ReturnValue = ReturnValueOf<typeof decideSync>
  type ErrorType = decide.ErrorType
}
