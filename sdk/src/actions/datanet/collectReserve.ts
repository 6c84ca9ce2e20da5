import { datanetReservesAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/** Claims for a datanet's reserve what its account earned in finalised batches. Anyone may. */
export const collectReserve = defineWrite('DatanetReserves', datanetReservesAbi, 'collectReserve', 'ReserveFunded')

/** Does the same, waits until it is mined and returns what the reserve grew by, with the receipt. */
export const collectReserveSync = defineWriteSync(collectReserve)

export declare namespace collectReserve {
  type Parameters = ParametersOf<typeof collectReserve>
  type ReturnValue = ReturnValueOf<typeof collectReserve>
  type ErrorType = ActionError
}

export declare namespace collectReserveSync {
  type Parameters = collectReserve.Parameters
  type ReturnValue = ReturnValueOf<typeof collectReserveSync>
  type ErrorType = collectReserve.ErrorType
}
