import { datanetRegistryAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads the number in the sequence at which a contribution alone was revoked; 0 where it was not. */
export const getLeafRevokedAt = defineRead('DatanetRegistry', datanetRegistryAbi, 'leafRevokedAt')

export declare namespace getLeafRevokedAt {
  type Parameters = ParametersOf<typeof getLeafRevokedAt>
  type ReturnValue = ReturnValueOf<typeof getLeafRevokedAt>
  type ErrorType = ActionError
}
