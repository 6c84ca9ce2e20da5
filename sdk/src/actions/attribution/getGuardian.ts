import { payoutDirectoryAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads who may propose recoveries of an account; the zero address for nobody. */
export const getGuardian = defineRead('PayoutDirectory', payoutDirectoryAbi, 'guardianOf')

export declare namespace getGuardian {
  type Parameters = ParametersOf<typeof getGuardian>
  type ReturnValue = ReturnValueOf<typeof getGuardian>
  type ErrorType = ActionError
}
