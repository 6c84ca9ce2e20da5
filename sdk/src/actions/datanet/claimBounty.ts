import { datanetReservesAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/** Pays a bounty's reward for a contribution to its contributor's recipient. Anyone may. */
export const claimBounty = defineWrite('DatanetReserves', datanetReservesAbi, 'claimBounty', 'BountyPaid')

/** Does the same, waits until it is mined and returns what was paid, with the receipt. */
export const claimBountySync = defineWriteSync(claimBounty)

export declare namespace claimBounty {
  type Parameters = ParametersOf<typeof claimBounty>
  type ReturnValue = ReturnValueOf<typeof claimBounty>
  type ErrorType = ActionError
}

export declare namespace claimBountySync {
  type Parameters = claimBounty.Parameters
  type ReturnValue = ReturnValueOf<typeof claimBountySync>
  type ErrorType = claimBounty.ErrorType
}
