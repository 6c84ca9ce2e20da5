import { inferenceEscrowAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/**
 * Deposits `amount` wei of the sender's OPEN for `payer`'s use of a model, by the sender's ERC-2612 signature for the
 * escrow (`v`, `r`, `s`), good until `deadline` in Unix seconds. A permit that somebody used first is no failure.
 */
export const fundWithPermit = defineWrite('InferenceEscrow', inferenceEscrowAbi, 'fundWithPermit', 'Funded')

/** Does the same, waits until it is mined and returns the deposit, with the receipt. */
export const fundWithPermitSync = defineWriteSync(fundWithPermit)

export declare namespace fundWithPermit {
  type Parameters = ParametersOf<typeof fundWithPermit>
  type ReturnValue = ReturnValueOf<typeof fundWithPermit>
  type ErrorType = ActionError
}

export declare namespace fundWithPermitSync {
  type Parameters = fundWithPermit.Parameters
  type ReturnValue = ReturnValueOf<typeof fundWithPermitSync>
  type ErrorType = fundWithPermit.ErrorType
}
