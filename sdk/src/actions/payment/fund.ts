import { inferenceEscrowAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/** Deposits `amount` wei of the sender's OPEN for `payer`'s use of a model. Approve the escrow for it first. */
export const fund = defineWrite('InferenceEscrow', inferenceEscrowAbi, 'fund', 'Funded')

/** Does the same, waits until it is mined and returns the deposit, with the receipt. */
export const fundSync = defineWriteSync(fund)

export declare namespace fund {
  type Parameters = ParametersOf<typeof fund>
  type ReturnValue = ReturnValueOf<typeof fund>
  type ErrorType = ActionError
}

export declare namespace fundSync {
  type Parameters = fund.Parameters
  type ReturnValue = ReturnValueOf<typeof fundSync>
  type ErrorType = fund.ErrorType
}
