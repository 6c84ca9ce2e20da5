import { dataAvailabilityAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/** Gives what is free of a submission's bond to its submitter, to withdraw, once its time is over. Anyone may. */
export const releaseBond = defineWrite('DataAvailability', dataAvailabilityAbi, 'releaseBond', 'BondReleased')

/** Does the same, waits until it is mined and returns what was released, with the receipt. */
export const releaseBondSync = defineWriteSync(releaseBond)

export declare namespace releaseBond {
  type Parameters = ParametersOf<typeof releaseBond>
  type ReturnValue = ReturnValueOf<typeof releaseBond>
  type ErrorType = ActionError
}

export declare namespace releaseBondSync {
  type Parameters = releaseBond.Parameters
  type ReturnValue = ReturnValueOf<typeof releaseBondSync>
  type ErrorType = releaseBond.ErrorType
}
