import { modelRegistryAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/** Ends the activity of a version; this second still counts. Only the model's owner. */
export const retireVersion = defineWrite('ModelRegistry', modelRegistryAbi, 'retireVersion', 'VersionRetired')

/** Does the same, waits until it is mined and returns the version's number, with the receipt. */
export const retireVersionSync = defineWriteSync(retireVersion)

export declare namespace retireVersion {
  type Parameters = ParametersOf<typeof retireVersion>
  type ReturnValue = ReturnValueOf<typeof retireVersion>
  type ErrorType = ActionError
}

export declare namespace retireVersionSync {
  type Parameters = retireVersion.Parameters
  type ReturnValue = ReturnValueOf<typeof retireVersionSync>
  type ErrorType = retireVersion.ErrorType
}
