import { datanetRegistryAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/**
 * Registers a tree of `count` contributions under `root` and gives it its place in prior art. Publish the content at
 * `uri` only once this is on chain, so that nobody can submit it first.
 */
export const submit = defineWrite('DatanetRegistry', datanetRegistryAbi, 'submit', 'Submitted')

/** Does the same, waits until it is mined and returns the submission's id, with the receipt. */
export const submitSync = defineWriteSync(submit)

export declare namespace submit {
  type Parameters = ParametersOf<typeof submit>
  type ReturnValue = ReturnValueOf<typeof submit>
  type ErrorType = ActionError
}

export declare namespace submitSync {
  type Parameters = submit.Parameters
  type ReturnValue = ReturnValueOf<typeof submitSync>
  type ErrorType = submit.ErrorType
}
