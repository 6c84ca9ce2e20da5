import { attributionLedgerAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/**
 * Voids a batch of which a demand was not answered in time. Anyone may, until it is finalised; half of the bond goes to
 * whoever made the unanswered demand with the earliest deadline.
 */
export const voidUnanswered = defineWrite('AttributionLedger', attributionLedgerAbi, 'voidUnanswered', 'BatchVoided')

/** Does the same, waits until it is mined and returns the bond and the reward, with the receipt. */
export const voidUnansweredSync = defineWriteSync(voidUnanswered)

export declare namespace voidUnanswered {
  type Parameters = ParametersOf<typeof voidUnanswered>
  type ReturnValue = ReturnValueOf<typeof voidUnanswered>
  type ErrorType = ActionError
}

export declare namespace voidUnansweredSync {
  type Parameters = voidUnanswered.Parameters
  type ReturnValue = ReturnValueOf<typeof voidUnansweredSync>
  type ErrorType = voidUnanswered.ErrorType
}
