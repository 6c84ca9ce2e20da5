import { datanetReservesAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/** Returns what is left of a bounty that is over to whoever gave it. Anyone may. */
export const closeBounty = defineWrite('DatanetReserves', datanetReservesAbi, 'closeBounty', 'BountyClosed')

/** Does the same, waits until it is mined and returns what was returned, with the receipt. */
export const closeBountySync = defineWriteSync(closeBounty)

export declare namespace closeBounty {
  type Parameters = ParametersOf<typeof closeBounty>
  type ReturnValue = ReturnValueOf<typeof closeBounty>
  type ErrorType = ActionError
}

export declare namespace closeBountySync {
  type Parameters = closeBounty.Parameters
  type ReturnValue = ReturnValueOf<typeof closeBountySync>
  type ErrorType = closeBounty.ErrorType
}
