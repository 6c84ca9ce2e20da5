import { inferenceEscrowAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads the account under which a requester's on-chain requests are charged. */
export const getRequestAccount = defineRead('InferenceEscrow', inferenceEscrowAbi, 'requestAccount')

export declare namespace getRequestAccount {
  type Parameters = ParametersOf<typeof getRequestAccount>
  type ReturnValue = ReturnValueOf<typeof getRequestAccount>
  type ErrorType = ActionError
}
