import { modelRegistryAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads whom a model's owner has offered it; the zero address for nobody. */
export const getOfferedOwner = defineRead('ModelRegistry', modelRegistryAbi, 'offeredOwnerOf')

export declare namespace getOfferedOwner {
  type Parameters = ParametersOf<typeof getOfferedOwner>
  type ReturnValue = ReturnValueOf<typeof getOfferedOwner>
  type ErrorType = ActionError
}
