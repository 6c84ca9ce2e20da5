import { dataAvailabilityAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/** Demands up to 64 chunks of one leaf's text by index. Send the deposits as the transaction's `value`: `getChunkGas` says for how much gas each is, of which it is a multiple (`demandDepositFactor`) at the base fee. */
export const demandChunks = defineWrite('DataAvailability', dataAvailabilityAbi, 'demandChunks', 'ChunksDemanded')

/** Does the same, waits until it is mined and returns the demand, with the receipt. */
export const demandChunksSync = defineWriteSync(demandChunks)

export declare namespace demandChunks {
  type Parameters = ParametersOf<typeof demandChunks>
  type ReturnValue = ReturnValueOf<typeof demandChunks>
  type ErrorType = ActionError
}

export declare namespace demandChunksSync {
  type Parameters = demandChunks.Parameters
  type ReturnValue = ReturnValueOf<typeof demandChunksSync>
  type ErrorType = demandChunks.ErrorType
}
