import { dataAvailabilityAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads the gas of answering one of `items` leaves that are demanded of a submission of `count`. */
export const getLeafGas = defineRead('DataAvailability', dataAvailabilityAbi, 'leafGas')

export declare namespace getLeafGas {
  type Parameters = ParametersOf<typeof getLeafGas>
  type ReturnValue = ReturnValueOf<typeof getLeafGas>
  type ErrorType = ActionError
}
