import { dataFundAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/**
 * Grants `amount` wei of the data fund to a datanet's reserve. Only the timelock: `grant.call` is what a proposal is
 * made of.
 */
export const grant = defineWrite('DataFund', dataFundAbi, 'grant', 'Granted')

/** Does the same, waits until it is mined and returns the grant, with the receipt. */
export const grantSync = defineWriteSync(grant)

export declare namespace grant {
  type Parameters = ParametersOf<typeof grant>
  type ReturnValue = ReturnValueOf<typeof grant>
  type ErrorType = ActionError
}

export declare namespace grantSync {
  type Parameters = grant.Parameters
  type ReturnValue = ReturnValueOf<typeof grantSync>
  type ErrorType = grant.ErrorType
}
