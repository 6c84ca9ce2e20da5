import { datanetRegistryAbi } from '../../abis.ts'
import type { ActionError } from '../explain.ts'
import type { ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync } from '../write.ts'

/** Creates a datanet; the sender is its curator. Its terms and its reserve's share never change. */
export const createDatanet = defineWrite('DatanetRegistry', datanetRegistryAbi, 'createDatanet', 'DatanetCreated')

/** Does the same, waits until it is mined and returns the datanet's id and reserve account, with the receipt. */
export const createDatanetSync = defineWriteSync(createDatanet)

export declare namespace createDatanet {
  type Parameters = ParametersOf<typeof createDatanet>
  type ReturnValue = ReturnValueOf<typeof createDatanet>
  type ErrorType = ActionError
}

export declare namespace createDatanetSync {
  type Parameters = createDatanet.Parameters
  type ReturnValue = ReturnValueOf<typeof createDatanetSync>
  type ErrorType = createDatanet.ErrorType
}
