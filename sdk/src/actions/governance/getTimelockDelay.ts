import { timelockControllerAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads the seconds between the queueing of a proposal and its execution. */
export const getTimelockDelay = defineRead('TimelockController', timelockControllerAbi, 'getMinDelay')

export declare namespace getTimelockDelay {
  type Parameters = ParametersOf<typeof getTimelockDelay>
  type ReturnValue = ReturnValueOf<typeof getTimelockDelay>
  type ErrorType = ActionError
}
