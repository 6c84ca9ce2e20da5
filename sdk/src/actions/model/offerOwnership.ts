import { modelRegistryAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/** Offers a model to an account, which must accept it; the zero address withdraws the offer. Only the model's owner. */
export const offerOwnership = defineWrite('ModelRegistry', modelRegistryAbi, 'offerOwnership', 'OwnershipOffered')

/** Does the same, waits until it is mined and returns to whom it is offered, with the receipt. */
export const offerOwnershipSync = defineWriteSync(offerOwnership)

export declare namespace offerOwnership {
  type Parameters = ParametersOf<typeof offerOwnership>
  type ReturnValue = ReturnValueOf<typeof offerOwnership>
  type ErrorType = ActionError
}

export declare namespace offerOwnershipSync {
  type Parameters = offerOwnership.Parameters
  type ReturnValue = ReturnValueOf<typeof offerOwnershipSync>
  type ErrorType = offerOwnership.ErrorType
}
