import { type BatchDraft, copyOf } from './draft.ts'
import { creditFields } from './mutations/credits.ts'
import { inferenceFields } from './mutations/inferences.ts'
import type { Mutation, Resources } from './mutations/lie.ts'
import { lists } from './mutations/lists.ts'
import { payoutFields, totals } from './mutations/payouts.ts'
import { trees } from './mutations/trees.ts'

export type { Mutation, Resources } from './mutations/lie.ts'

export const mutations: readonly Mutation[] = [
  ...inferenceFields,
  ...creditFields,
  ...payoutFields,
  ...totals,
  ...lists,
  ...trees,
]

/** A copy of a batch with one lie; `undefined` where the batch has no place for it. */
export function mutate(draft: BatchDraft, mutation: Mutation, resources: Resources): BatchDraft | undefined {
  const lied = copyOf(draft)
  return mutation.lie(lied, resources) ? lied : undefined
}
