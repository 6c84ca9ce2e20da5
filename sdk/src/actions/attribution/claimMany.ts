import { attributionLedgerAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSyncAll } from '../write.ts'

/**
 * Does the same as `claim` for many payouts, over batches, models and accounts; all or none.
 */
export const claimMany = defineWrite('AttributionLedger', attributionLedgerAbi, 'claimMany', 'Claimed')

/** Does the same, waits until it is mined and returns what each claim paid, with the receipt. */
export const claimManySync = defineWriteSyncAll(claimMany)

export declare namespace claimMany {
  type Parameters = ParametersOf<typeof claimMany>
  type ReturnValue = ReturnValueOf<typeof claimMany>
  type ErrorType = ActionError
}

export declare namespace claimManySync {
  type Parameters = claimMany.Parameters
  type ReturnValue = ReturnValueOf<typeof claimManySync>
  type ErrorType = claimMany.ErrorType
}
