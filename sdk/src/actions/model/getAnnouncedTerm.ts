import { modelRegistryAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads the announced operator and receipt key; zero addresses when no change of term is announced. */
export const getAnnouncedTerm = defineRead('ModelRegistry', modelRegistryAbi, 'announcedTerm')

export declare namespace getAnnouncedTerm {
  type Parameters = ParametersOf<typeof getAnnouncedTerm>
  type ReturnValue = ReturnValueOf<typeof getAnnouncedTerm>
  type ErrorType = ActionError
}
