import { dataAvailabilityAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/** Marks what of a demand was not answered in time: its leaves count for no later snapshot. Anyone may. */
export const markUnavailable = defineWrite(
  'DataAvailability',
  dataAvailabilityAbi,
  'markUnavailable',
  'ItemsUnavailable',
)

/** Does the same, waits until it is mined and returns what was marked, with the receipt. */
export const markUnavailableSync = defineWriteSync(markUnavailable)

export declare namespace markUnavailable {
  type Parameters = ParametersOf<typeof markUnavailable>
  type ReturnValue = ReturnValueOf<typeof markUnavailable>
  type ErrorType = ActionError
}

export declare namespace markUnavailableSync {
  type Parameters = markUnavailable.Parameters
  type ReturnValue = ReturnValueOf<typeof markUnavailableSync>
  type ErrorType = markUnavailable.ErrorType
}
