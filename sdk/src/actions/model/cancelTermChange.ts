import { modelRegistryAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/** Takes the announcement of a term back, before the one in force has ended. Only the model's owner. */
export const cancelTermChange = defineWrite(
  'ModelRegistry',
  modelRegistryAbi,
  'cancelTermChange',
  'TermChangeCancelled',
)

/** Does the same, waits until it is mined and returns the term that does not end, with the receipt. */
export const cancelTermChangeSync = defineWriteSync(cancelTermChange)

export declare namespace cancelTermChange {
  type Parameters = ParametersOf<typeof cancelTermChange>
  type ReturnValue = ReturnValueOf<typeof cancelTermChange>
  type ErrorType = ActionError
}

export declare namespace cancelTermChangeSync {
  type Parameters = cancelTermChange.Parameters
  type ReturnValue = ReturnValueOf<typeof cancelTermChangeSync>
  type ErrorType = cancelTermChange.ErrorType
}
