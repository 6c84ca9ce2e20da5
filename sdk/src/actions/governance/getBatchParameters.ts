import { protocolConfigAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads those of the parameters in force that decide a batch that is committed now. */
export const getBatchParameters = defineRead('ProtocolConfig', protocolConfigAbi, 'batchParameters')

export declare namespace getBatchParameters {
  type Parameters = ParametersOf<typeof getBatchParameters>
  type ReturnValue = ReturnValueOf<typeof getBatchParameters>
  type ErrorType = ActionError
}
