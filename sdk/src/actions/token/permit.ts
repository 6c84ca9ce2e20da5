import { openTokenAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/**
 * Approves by `owner`'s ERC-2612 signature (`v`, `r`, `s`), good until `deadline` in Unix seconds; anyone may send it.
 */
export const permit = defineWrite('OpenToken', openTokenAbi, 'permit', 'Approval')

/** Does the same, waits until it is mined and returns the approval, with the receipt. */
export const permitSync = defineWriteSync(permit)

export declare namespace permit {
  type Parameters = ParametersOf<typeof permit>
  type ReturnValue = ReturnValueOf<typeof permit>
  type ErrorType = ActionError
}

export declare namespace permitSync {
  type Parameters = permit.Parameters
  type ReturnValue = ReturnValueOf<typeof permitSync>
  type ErrorType = permit.ErrorType
}
