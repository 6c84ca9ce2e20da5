import { attributionLedgerAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/**
 * Takes a batch under `influence/v1` to the arbiter. Anyone may, in the challenge period, under the escalation bond, which
 * the sender approved the ledger for.
 */
export const escalate = defineWrite('AttributionLedger', attributionLedgerAbi, 'escalate', 'Escalated')

/** Does the same, waits until it is mined and returns the arbiter and its time, with the receipt. */
export const escalateSync = defineWriteSync(escalate)

export declare namespace escalate {
  type Parameters = ParametersOf<typeof escalate>
  type ReturnValue = ReturnValueOf<typeof escalate>
  type ErrorType = ActionError
}

export declare namespace escalateSync {
  type Parameters = escalate.Parameters
  type ReturnValue = ReturnValueOf<typeof escalateSync>
  type ErrorType = escalate.ErrorType
}
