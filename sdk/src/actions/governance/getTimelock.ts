import { protocolConfigAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads the timelock of governance, which alone sets the parameters. */
export const getTimelock = defineRead('ProtocolConfig', protocolConfigAbi, 'TIMELOCK')

export declare namespace getTimelock {
  type Parameters = ParametersOf<typeof getTimelock>
  type ReturnValue = ReturnValueOf<typeof getTimelock>
  type ErrorType = ActionError
}
