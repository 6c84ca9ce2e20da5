import { dataAvailabilityAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/** Demands up to 64 leaves of an accepted submission by index. Send the deposits as the transaction's `value`: `getLeafGas` says for how much gas each is, of which it is a multiple (`demandDepositFactor`) at the base fee. */
export const demandLeaves = defineWrite('DataAvailability', dataAvailabilityAbi, 'demandLeaves', 'LeavesDemanded')

/** Does the same, waits until it is mined and returns the demand, with the receipt. */
export const demandLeavesSync = defineWriteSync(demandLeaves)

export declare namespace demandLeaves {
  type Parameters = ParametersOf<typeof demandLeaves>
  type ReturnValue = ReturnValueOf<typeof demandLeaves>
  type ErrorType = ActionError
}

export declare namespace demandLeavesSync {
  type Parameters = demandLeaves.Parameters
  type ReturnValue = ReturnValueOf<typeof demandLeavesSync>
  type ErrorType = demandLeaves.ErrorType
}
