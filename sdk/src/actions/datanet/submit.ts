import type { Hash } from 'viem'
import { datanetRegistryAbi } from '../../abis.ts'
import { withBond } from '../bond.ts'
import type { ActionError } from '../explain.ts'
import type { Args, Client, Compute, OfDeployment, ParametersOf, ReturnValueOf } from '../types.ts'
import { defineWrite, defineWriteSync, type Transaction } from '../write.ts'

const write = defineWrite('DatanetRegistry', datanetRegistryAbi, 'submit', 'Submitted')

type NewSubmission = Args<'DatanetRegistry', 'submit'>['newSubmission']

/** What is submitted. `parent` is 0 and `maxFees` is 0 wei unless they are named. */
export type Submission = Compute<
  Omit<NewSubmission, 'parent' | 'maxFees'> & { parent?: bigint | undefined; maxFees?: bigint | undefined }
>

/** The contract's own argument. */
export function newSubmissionOf({ datanetId, root, count, uri, parent, maxFees }: Submission): NewSubmission {
  return { datanetId, root, count, uri, parent: parent ?? 0n, maxFees: maxFees ?? 0n }
}

type Parameters = Compute<Submission & OfDeployment & Transaction>

function plain<parameters extends Submission & OfDeployment & Transaction>(parameters: parameters) {
  return { ...parameters, newSubmission: newSubmissionOf(parameters) }
}

/**
 * Registers a tree of `count` contributions under `root` and gives it its place in prior art. Publish the content at
 * `uri` only once this is on chain, so that nobody can submit it first.
 *
 * The bond that a submission locks is sent along unless `transaction.value` names another. Where the datanet asks for
 * verification fees, pass `maxFees` and approve the reserves for them first.
 */
export const submit = Object.assign(
  async (client: Client, parameters: Parameters): Promise<Hash> =>
    write(client, plain(await withBond(client, parameters, parameters.count))),
  {
    ...write,
    call: (parameters: Submission & OfDeployment) => write.call(plain(parameters)),
    simulate: async (client: Client, parameters: Compute<Parameters & { blockNumber?: bigint | undefined }>) =>
      write.simulate(client, plain(await withBond(client, parameters, parameters.count))),
  },
)

/** Does the same, waits until it is mined and returns the submission's id, with the receipt. */
export const submitSync = defineWriteSync(submit)

export declare namespace submit {
  type Parameters = ParametersOf<typeof submit>
  type ReturnValue = ReturnValueOf<typeof submit>
  type ErrorType = ActionError
}

export declare namespace submitSync {
  type Parameters = submit.Parameters
  type ReturnValue = ReturnValueOf<typeof submitSync>
  type ErrorType = submit.ErrorType
}
