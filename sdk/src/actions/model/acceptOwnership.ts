import { modelRegistryAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/** Takes over a model that was offered to the sender. */
export const acceptOwnership = defineWrite('ModelRegistry', modelRegistryAbi, 'acceptOwnership', 'OwnershipTransferred')

/** Does the same, waits until it is mined and returns both owners, with the receipt. */
export const acceptOwnershipSync = defineWriteSync(acceptOwnership)

export declare namespace acceptOwnership {
  type Parameters = ParametersOf<typeof acceptOwnership>
  type ReturnValue = ReturnValueOf<typeof acceptOwnership>
  type ErrorType = ActionError
}

export declare namespace acceptOwnershipSync {
  type Parameters = acceptOwnership.Parameters
  type ReturnValue = ReturnValueOf<typeof acceptOwnershipSync>
  type ErrorType = acceptOwnership.ErrorType
}
