import { attributionLedgerAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/**
 * Pays what an account earned in a finalised batch to its recipient, once. By the account or a claimer it allows.
 */
export const claim = defineWrite('AttributionLedger', attributionLedgerAbi, 'claim', 'Claimed')

/** Does the same, waits until it is mined and returns what was paid and to whom, with the receipt. */
export const claimSync = defineWriteSync(claim)

export declare namespace claim {
  type Parameters = ParametersOf<typeof claim>
  type ReturnValue = ReturnValueOf<typeof claim>
  type ErrorType = ActionError
}

export declare namespace claimSync {
  type Parameters = claim.Parameters
  type ReturnValue = ReturnValueOf<typeof claimSync>
  type ErrorType = claim.ErrorType
}
