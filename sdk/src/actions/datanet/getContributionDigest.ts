import { datanetRegistryAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import { defineRead } from '../read.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'

/** Reads what a contributor signs to have a relayer submit its contribution. */
export const getContributionDigest = defineRead('DatanetRegistry', datanetRegistryAbi, 'contributionDigest')

export declare namespace getContributionDigest {
  type Parameters = ParametersOf<typeof getContributionDigest>
  type ReturnValue = ReturnValueOf<typeof getContributionDigest>
  type ErrorType = ActionError
}
