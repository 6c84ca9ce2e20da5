import { datanetReservesAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/** Offers a bounty of the sender's OPEN. Approve the reserves for it first. */
export const offerBounty = defineWrite('DatanetReserves', datanetReservesAbi, 'offerBounty', 'BountyOffered')

/** Does the same, waits until it is mined and returns the bounty, with the receipt. */
export const offerBountySync = defineWriteSync(offerBounty)

export declare namespace offerBounty {
  type Parameters = ParametersOf<typeof offerBounty>
  type ReturnValue = ReturnValueOf<typeof offerBounty>
  type ErrorType = ActionError
}

export declare namespace offerBountySync {
  type Parameters = offerBounty.Parameters
  type ReturnValue = ReturnValueOf<typeof offerBountySync>
  type ErrorType = offerBounty.ErrorType
}
