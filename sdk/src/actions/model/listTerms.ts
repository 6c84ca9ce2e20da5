import { modelRegistryAbi } from '../../abis.ts'
import { defineList } from '../events.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads the terms of models: who operates from when, and the key of its receipts. */
export const listTerms = defineList('ModelRegistry', modelRegistryAbi, 'TermStarted')

export declare namespace listTerms {
  type Parameters = ParametersOf<typeof listTerms>
  type ReturnValue = ReturnValueOf<typeof listTerms>
  type ErrorType = ActionError
}
