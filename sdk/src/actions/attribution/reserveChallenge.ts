import { attributionLedgerAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/** Reserves evidence, so that whoever copies it earns nothing. Send the evidence itself a block later. */
export const reserveChallenge = defineWrite(
  'AttributionLedger',
  attributionLedgerAbi,
  'reserveChallenge',
  'ChallengeReserved',
)

/** Does the same, waits until it is mined and returns the reservation, with the receipt. */
export const reserveChallengeSync = defineWriteSync(reserveChallenge)

export declare namespace reserveChallenge {
  type Parameters = ParametersOf<typeof reserveChallenge>
  type ReturnValue = ReturnValueOf<typeof reserveChallenge>
  type ErrorType = ActionError
}

export declare namespace reserveChallengeSync {
  type Parameters = reserveChallenge.Parameters
  type ReturnValue = ReturnValueOf<typeof reserveChallengeSync>
  type ErrorType = reserveChallenge.ErrorType
}
