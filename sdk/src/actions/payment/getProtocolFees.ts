import { inferenceEscrowAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads what the treasury can collect, in wei. */
export const getProtocolFees = defineRead('InferenceEscrow', inferenceEscrowAbi, 'protocolFees')

export declare namespace getProtocolFees {
  type Parameters = ParametersOf<typeof getProtocolFees>
  type ReturnValue = ReturnValueOf<typeof getProtocolFees>
  type ErrorType = ActionError
}
