import { inferenceEscrowAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/** Sends a term's data money that no batch distributed for two whole periods to the data fund. Anyone may. */
export const releasePool = defineWrite('InferenceEscrow', inferenceEscrowAbi, 'releasePool', 'PoolReleased')

/** Does the same, waits until it is mined and returns what was released, with the receipt. */
export const releasePoolSync = defineWriteSync(releasePool)

export declare namespace releasePool {
  type Parameters = ParametersOf<typeof releasePool>
  type ReturnValue = ReturnValueOf<typeof releasePool>
  type ErrorType = ActionError
}

export declare namespace releasePoolSync {
  type Parameters = releasePool.Parameters
  type ReturnValue = ReturnValueOf<typeof releasePoolSync>
  type ErrorType = releasePool.ErrorType
}
