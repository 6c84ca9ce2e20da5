import { dataFundAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/** Offers a bounty of the data fund's money. Only governance, through its timelock. */
export const grantBounty = defineWrite('DataFund', dataFundAbi, 'offerBounty', 'BountyGranted')

/** Does the same, waits until it is mined and returns the bounty, with the receipt. */
export const grantBountySync = defineWriteSync(grantBounty)

export declare namespace grantBounty {
  type Parameters = ParametersOf<typeof grantBounty>
  type ReturnValue = ReturnValueOf<typeof grantBounty>
  type ErrorType = ActionError
}

export declare namespace grantBountySync {
  type Parameters = grantBounty.Parameters
  type ReturnValue = ReturnValueOf<typeof grantBountySync>
  type ErrorType = grantBounty.ErrorType
}
