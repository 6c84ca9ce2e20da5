import { attributionLedgerAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/** Finalises a batch whose challenge period is over. Anyone may. */
export const finalise = defineWrite('AttributionLedger', attributionLedgerAbi, 'finalise', 'BatchFinalised')

/**
 * Does the same, waits until it is mined and returns what was earned, and what the data fund received, with the
 * receipt.
 */
export const finaliseSync = defineWriteSync(finalise)

export declare namespace finalise {
  type Parameters = ParametersOf<typeof finalise>
  type ReturnValue = ReturnValueOf<typeof finalise>
  type ErrorType = ActionError
}

export declare namespace finaliseSync {
  type Parameters = finalise.Parameters
  type ReturnValue = ReturnValueOf<typeof finaliseSync>
  type ErrorType = finalise.ErrorType
}
