import { protocolConfigAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/** Replaces the parameters of the protocol. Only the timelock: `setParameters.call` is what a proposal is made of. */
export const setParameters = defineWrite('ProtocolConfig', protocolConfigAbi, 'setParameters', 'ParametersChanged')

/** Does the same, waits until it is mined and returns the parameters, with the receipt. */
export const setParametersSync = defineWriteSync(setParameters)

export declare namespace setParameters {
  type Parameters = ParametersOf<typeof setParameters>
  type ReturnValue = ReturnValueOf<typeof setParameters>
  type ErrorType = ActionError
}

export declare namespace setParametersSync {
  type Parameters = setParameters.Parameters
  type ReturnValue = ReturnValueOf<typeof setParametersSync>
  type ErrorType = setParameters.ErrorType
}
