import { attributionLedgerAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/**
 * Voids a batch by evidence of a kind of `EvidenceKind`. Anyone may, in the challenge period; half of the bond is the
 * reward where the evidence was reserved a block before.
 */
export const challenge = defineWrite('AttributionLedger', attributionLedgerAbi, 'challenge', 'BatchVoided')

/** Does the same, waits until it is mined and returns the bond and the reward, with the receipt. */
export const challengeSync = defineWriteSync(challenge)

export declare namespace challenge {
  type Parameters = ParametersOf<typeof challenge>
  type ReturnValue = ReturnValueOf<typeof challenge>
  type ErrorType = ActionError
}

export declare namespace challengeSync {
  type Parameters = challenge.Parameters
  type ReturnValue = ReturnValueOf<typeof challengeSync>
  type ErrorType = challenge.ErrorType
}
