import { datanetRegistryAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/** Names the 1 to 32 accounts that decide on later submissions. Only the datanet's curator. */
export const nameValidators = defineWrite('DatanetRegistry', datanetRegistryAbi, 'nameValidators', 'ValidatorsNamed')

/** Does the same, waits until it is mined and returns the set's number, with the receipt. */
export const nameValidatorsSync = defineWriteSync(nameValidators)

export declare namespace nameValidators {
  type Parameters = ParametersOf<typeof nameValidators>
  type ReturnValue = ReturnValueOf<typeof nameValidators>
  type ErrorType = ActionError
}

export declare namespace nameValidatorsSync {
  type Parameters = nameValidators.Parameters
  type ReturnValue = ReturnValueOf<typeof nameValidatorsSync>
  type ErrorType = nameValidators.ErrorType
}
