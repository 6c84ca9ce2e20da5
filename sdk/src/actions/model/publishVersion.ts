import { modelRegistryAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/**
 * Publishes the next version: an artifact, the snapshot and the base version it was built from, and its datanets. Answers
 * count only of versions that are active: publish it as `active`, or use `activateVersion`. Only the model's owner.
 */
export const publishVersion = defineWrite('ModelRegistry', modelRegistryAbi, 'publishVersion', 'VersionPublished')

/** Does the same, waits until it is mined and returns the version's number, with the receipt. */
export const publishVersionSync = defineWriteSync(publishVersion)

export declare namespace publishVersion {
  type Parameters = ParametersOf<typeof publishVersion>
  type ReturnValue = ReturnValueOf<typeof publishVersion>
  type ErrorType = ActionError
}

export declare namespace publishVersionSync {
  type Parameters = publishVersion.Parameters
  type ReturnValue = ReturnValueOf<typeof publishVersionSync>
  type ErrorType = publishVersion.ErrorType
}
