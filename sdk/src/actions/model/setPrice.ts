import { modelRegistryAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/** Changes the price of later answers, in wei of OPEN. Only the model's owner. */
export const setPrice = defineWrite('ModelRegistry', modelRegistryAbi, 'setPrice', 'PriceChanged')

/** Does the same, waits until it is mined and returns the new price, with the receipt. */
export const setPriceSync = defineWriteSync(setPrice)

export declare namespace setPrice {
  type Parameters = ParametersOf<typeof setPrice>
  type ReturnValue = ReturnValueOf<typeof setPrice>
  type ErrorType = ActionError
}

export declare namespace setPriceSync {
  type Parameters = setPrice.Parameters
  type ReturnValue = ReturnValueOf<typeof setPriceSync>
  type ErrorType = setPrice.ErrorType
}
