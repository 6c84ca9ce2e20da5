import type { Hash } from 'viem'
import { datanetRegistryAbi } from '../../abis.ts'
import { withBond } from '../bond.ts'
import type { ActionError } from '../explain.ts'
import type { Args, Client, Compute, OfDeployment, ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync, type Transaction } from '../write.ts'
import { newSubmissionOf, type Submission } from './submit.ts'

const write = defineWrite('DatanetRegistry', datanetRegistryAbi, 'submitSigned', 'Submitted')

type Signed = Submission & Pick<Args<'DatanetRegistry', 'submitSigned'>, 'contributions'>
type Parameters = Compute<Signed & OfDeployment & Transaction>

function plain<parameters extends Signed & OfDeployment & Transaction>(parameters: parameters) {
  return { ...parameters, newSubmission: newSubmissionOf(parameters) }
}

/**
 * Submits up to 50 contributions whose contributors signed for them (`getContributionDigest`), which is checked on
 * chain. The relayer that sends it knows the leaves' hashes only; it sends the bond and prepays fees as in `submit`.
 */
export const submitSigned = Object.assign(
  async (client: Client, parameters: Parameters): Promise<Hash> =>
    write(client, plain(await withBond(client, parameters, parameters.count))),
  {
    ...write,
    call: (parameters: Signed & OfDeployment) => write.call(plain(parameters)),
    simulate: async (client: Client, parameters: Compute<Parameters & { blockNumber?: bigint | undefined }>) =>
      write.simulate(client, plain(await withBond(client, parameters, parameters.count))),
  },
)

/** Does the same, waits until it is mined and returns the submission's id, with the receipt. */
export const submitSignedSync = defineWriteSync(submitSigned)

export declare namespace submitSigned {
  type Parameters = ParametersOf<typeof submitSigned>
  type ReturnValue = ReturnValueOf<typeof submitSigned>
  type ErrorType = ActionError
}

export declare namespace submitSignedSync {
  type Parameters = submitSigned.Parameters
  type ReturnValue = ReturnValueOf<typeof submitSignedSync>
  type ErrorType = submitSigned.ErrorType
}
