import { inferenceEscrowAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/** Pays the refunds of an account to it. Anyone may. */
export const collectRefunds = defineWrite('InferenceEscrow', inferenceEscrowAbi, 'collectRefunds', 'RefundsCollected')

/** Does the same, waits until it is mined and returns what was paid, with the receipt. */
export const collectRefundsSync = defineWriteSync(collectRefunds)

export declare namespace collectRefunds {
  type Parameters = ParametersOf<typeof collectRefunds>
  type ReturnValue = ReturnValueOf<typeof collectRefunds>
  type ErrorType = ActionError
}

export declare namespace collectRefundsSync {
  type Parameters = collectRefunds.Parameters
  type ReturnValue = ReturnValueOf<typeof collectRefundsSync>
  type ErrorType = collectRefunds.ErrorType
}
