import { modelRegistryAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/**
 * Starts the announced term, once the old one has ended and none of its batches is open. Anyone may. What is left in the
 * old term's data pool goes to the data fund.
 */
export const startTerm = defineWrite('ModelRegistry', modelRegistryAbi, 'startTerm', 'TermStarted')

/** Does the same, waits until it is mined and returns the new term, with the receipt. */
export const startTermSync = defineWriteSync(startTerm)

export declare namespace startTerm {
  type Parameters = ParametersOf<typeof startTerm>
  type ReturnValue = ReturnValueOf<typeof startTerm>
  type ErrorType = ActionError
}

export declare namespace startTermSync {
  type Parameters = startTerm.Parameters
  type ReturnValue = ReturnValueOf<typeof startTermSync>
  type ErrorType = startTerm.ErrorType
}
