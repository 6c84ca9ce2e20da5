import { datanetReservesAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/** Returns to a submission's submitter what no vote earned, once it is decided or has lapsed. Anyone may. */
export const returnUnusedFees = defineWrite(
  'DatanetReserves',
  datanetReservesAbi,
  'returnUnusedFees',
  'UnusedFeesReturned',
)

/** Does the same, waits until it is mined and returns what was returned, with the receipt. */
export const returnUnusedFeesSync = defineWriteSync(returnUnusedFees)

export declare namespace returnUnusedFees {
  type Parameters = ParametersOf<typeof returnUnusedFees>
  type ReturnValue = ReturnValueOf<typeof returnUnusedFees>
  type ErrorType = ActionError
}

export declare namespace returnUnusedFeesSync {
  type Parameters = returnUnusedFees.Parameters
  type ReturnValue = ReturnValueOf<typeof returnUnusedFeesSync>
  type ErrorType = returnUnusedFees.ErrorType
}
