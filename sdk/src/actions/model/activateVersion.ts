import { modelRegistryAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/** Makes a published version active that is not, and was not superseded. Only the model's owner. */
export const activateVersion = defineWrite('ModelRegistry', modelRegistryAbi, 'activateVersion', 'VersionActivated')

/** Does the same, waits until it is mined and returns when older versions are superseded, with the receipt. */
export const activateVersionSync = defineWriteSync(activateVersion)

export declare namespace activateVersion {
  type Parameters = ParametersOf<typeof activateVersion>
  type ReturnValue = ReturnValueOf<typeof activateVersion>
  type ErrorType = ActionError
}

export declare namespace activateVersionSync {
  type Parameters = activateVersion.Parameters
  type ReturnValue = ReturnValueOf<typeof activateVersionSync>
  type ErrorType = activateVersion.ErrorType
}
