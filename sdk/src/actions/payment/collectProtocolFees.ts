import { inferenceEscrowAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/** Pays the protocol's fees to the treasury. Anyone may. */
export const collectProtocolFees = defineWrite(
  'InferenceEscrow',
  inferenceEscrowAbi,
  'collectProtocolFees',
  'ProtocolFeesCollected',
)

/** Does the same, waits until it is mined and returns the amount paid, with the receipt. */
export const collectProtocolFeesSync = defineWriteSync(collectProtocolFees)

export declare namespace collectProtocolFees {
  type Parameters = ParametersOf<typeof collectProtocolFees>
  type ReturnValue = ReturnValueOf<typeof collectProtocolFees>
  type ErrorType = ActionError
}

export declare namespace collectProtocolFeesSync {
  type Parameters = collectProtocolFees.Parameters
  type ReturnValue = ReturnValueOf<typeof collectProtocolFeesSync>
  type ErrorType = collectProtocolFees.ErrorType
}
