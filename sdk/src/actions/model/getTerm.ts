import { modelRegistryAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/**
 * Reads a term: its operator, its receipt key, its start and end in Unix seconds (2^40 - 1 until a change is announced) and
 * its `poolTimeout` in seconds; all zero where there is none.
 */
export const getTerm = defineRead('ModelRegistry', modelRegistryAbi, 'term')

export declare namespace getTerm {
  type Parameters = ParametersOf<typeof getTerm>
  type ReturnValue = ReturnValueOf<typeof getTerm>
  type ErrorType = ActionError
}
