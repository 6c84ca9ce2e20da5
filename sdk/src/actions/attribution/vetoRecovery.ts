import { payoutDirectoryAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/** Cancels the pending recovery of the sender and removes its guardian. */
export const vetoRecovery = defineWrite('PayoutDirectory', payoutDirectoryAbi, 'vetoRecovery', 'RecoveryCancelled')

/** Does the same, waits until it is mined and returns the recipient that was proposed, with the receipt. */
export const vetoRecoverySync = defineWriteSync(vetoRecovery)

export declare namespace vetoRecovery {
  type Parameters = ParametersOf<typeof vetoRecovery>
  type ReturnValue = ReturnValueOf<typeof vetoRecovery>
  type ErrorType = ActionError
}

export declare namespace vetoRecoverySync {
  type Parameters = vetoRecovery.Parameters
  type ReturnValue = ReturnValueOf<typeof vetoRecoverySync>
  type ErrorType = vetoRecovery.ErrorType
}
