import { datanetReservesAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/** Offers a bounty of a datanet's reserve, as far as it may spend now. Only its curator. */
export const offerReserveBounty = defineWrite(
  'DatanetReserves',
  datanetReservesAbi,
  'offerReserveBounty',
  'BountyOffered',
)

/** Does the same, waits until it is mined and returns the bounty, with the receipt. */
export const offerReserveBountySync = defineWriteSync(offerReserveBounty)

export declare namespace offerReserveBounty {
  type Parameters = ParametersOf<typeof offerReserveBounty>
  type ReturnValue = ReturnValueOf<typeof offerReserveBounty>
  type ErrorType = ActionError
}

export declare namespace offerReserveBountySync {
  type Parameters = offerReserveBounty.Parameters
  type ReturnValue = ReturnValueOf<typeof offerReserveBountySync>
  type ErrorType = offerReserveBounty.ErrorType
}
