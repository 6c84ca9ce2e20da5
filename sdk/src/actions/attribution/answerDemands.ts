import { demandRegistryAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSyncAll } from '../write.ts'

/**
 * Answers demands for items of one batch and earns their deposits. Anyone may, in time; all or none, but for those that
 * were answered before.
 */
export const answerDemands = defineWrite('DemandRegistry', demandRegistryAbi, 'answer', 'DemandAnswered')

/** Does the same, waits until it is mined and returns which were answered, with the receipt. */
export const answerDemandsSync = defineWriteSyncAll(answerDemands)

export declare namespace answerDemands {
  type Parameters = ParametersOf<typeof answerDemands>
  type ReturnValue = ReturnValueOf<typeof answerDemands>
  type ErrorType = ActionError
}

export declare namespace answerDemandsSync {
  type Parameters = answerDemands.Parameters
  type ReturnValue = ReturnValueOf<typeof answerDemandsSync>
  type ErrorType = answerDemands.ErrorType
}
