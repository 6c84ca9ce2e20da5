import { attributionLedgerAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSyncAll } from '../write.ts'

/** Pays the sender what it earned in finalised batches, each payout once. */
export const claim = defineWrite('AttributionLedger', attributionLedgerAbi, 'claim', 'Claimed')

/** Does the same, waits until it is mined and returns what each claim paid, with the receipt. */
export const claimSync = defineWriteSyncAll(claim)

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
