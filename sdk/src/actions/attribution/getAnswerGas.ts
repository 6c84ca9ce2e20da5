import { demandRegistryAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/**
 * Reads the gas of the dearest answer to a demand, of which the deposit is a multiple (`demandDepositFactor`) at the base
 * fee.
 */
export const getAnswerGas = defineRead('DemandRegistry', demandRegistryAbi, 'answerGas')

export declare namespace getAnswerGas {
  type Parameters = ParametersOf<typeof getAnswerGas>
  type ReturnValue = ReturnValueOf<typeof getAnswerGas>
  type ErrorType = ActionError
}
