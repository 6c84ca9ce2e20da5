import { modelRegistryAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/**
 * Announces the next operator and receipt key: the term in force ends its own `poolTimeout` from now. Only the model's
 * owner.
 */
export const announceTerm = defineWrite('ModelRegistry', modelRegistryAbi, 'announceTerm', 'TermAnnounced')

/** Does the same, waits until it is mined and returns when the term in force ends, with the receipt. */
export const announceTermSync = defineWriteSync(announceTerm)

export declare namespace announceTerm {
  type Parameters = ParametersOf<typeof announceTerm>
  type ReturnValue = ReturnValueOf<typeof announceTerm>
  type ErrorType = ActionError
}

export declare namespace announceTermSync {
  type Parameters = announceTerm.Parameters
  type ReturnValue = ReturnValueOf<typeof announceTermSync>
  type ErrorType = announceTerm.ErrorType
}
