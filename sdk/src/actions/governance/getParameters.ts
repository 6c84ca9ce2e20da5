import { protocolConfigAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads the parameters in force. */
export const getParameters = defineRead('ProtocolConfig', protocolConfigAbi, 'parameters')

export declare namespace getParameters {
  type Parameters = ParametersOf<typeof getParameters>
  type ReturnValue = ReturnValueOf<typeof getParameters>
  type ErrorType = ActionError
}
