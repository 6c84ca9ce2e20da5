import { datanetRegistryAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/**
 * Revokes one contribution for all later snapshots: its words then belong to nobody. Only the datanet's curator or the
 * contributor. `proof` holds the leaf's siblings, bottom-up.
 */
export const revoke = defineWrite('DatanetRegistry', datanetRegistryAbi, 'revoke', 'ContributionRevoked')

/** Does the same, waits until it is mined and returns the revocation's number in the sequence, with the receipt. */
export const revokeSync = defineWriteSync(revoke)

export declare namespace revoke {
  type Parameters = ParametersOf<typeof revoke>
  type ReturnValue = ReturnValueOf<typeof revoke>
  type ErrorType = ActionError
}

export declare namespace revokeSync {
  type Parameters = revoke.Parameters
  type ReturnValue = ReturnValueOf<typeof revokeSync>
  type ErrorType = revoke.ErrorType
}
