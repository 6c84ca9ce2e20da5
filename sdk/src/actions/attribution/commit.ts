import { attributionLedgerAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/**
 * Commits a batch under a bond of the sender's free stake. Only the operator of the model's term, while no batch of the
 * model is open.
 */
export const commit = defineWrite('AttributionLedger', attributionLedgerAbi, 'commit', 'BatchCommitted')

/**
 * Does the same, waits until it is mined and returns the batch's id and the batch as later calls need it, with the
 * receipt.
 */
export const commitSync = defineWriteSync(commit)

export declare namespace commit {
  type Parameters = ParametersOf<typeof commit>
  type ReturnValue = ReturnValueOf<typeof commit>
  type ErrorType = ActionError
}

export declare namespace commitSync {
  type Parameters = commit.Parameters
  type ReturnValue = ReturnValueOf<typeof commitSync>
  type ErrorType = commit.ErrorType
}
