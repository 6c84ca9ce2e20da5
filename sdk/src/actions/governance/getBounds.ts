import { protocolConfigAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads the least and the greatest value that governance may set, field by field. */
export const getBounds = defineRead('ProtocolConfig', protocolConfigAbi, 'bounds')

export declare namespace getBounds {
  type Parameters = ParametersOf<typeof getBounds>
  type ReturnValue = ReturnValueOf<typeof getBounds>
  type ErrorType = ActionError
}
