import { datanetReservesAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads whether a bounty was paid for a text. */
export const getRewarded = defineRead('DatanetReserves', datanetReservesAbi, 'isRewarded')

export declare namespace getRewarded {
  type Parameters = ParametersOf<typeof getRewarded>
  type ReturnValue = ReturnValueOf<typeof getRewarded>
  type ErrorType = ActionError
}
