import type { Abi, BlockTag } from 'viem'
import { readContract } from 'viem/actions'
import { createCall, functionItem } from './call.ts'
import { assertChain } from './chain.ts'
import { attempt } from './explain.ts'
import type { Abis, Args, Call, Client, Compute, ContractName, OfDeployment, ReadName, Result } from './types.ts'

/** The state that is read: the latest block's unless another is named. */
export type AtBlock = { blockNumber?: bigint | undefined; blockTag?: BlockTag | undefined }

/** An action that reads one function. */
export type Read<contract extends ContractName, name extends ReadName<contract>> = {
  (client: Client, parameters: Compute<Args<contract, name> & OfDeployment & AtBlock>): Promise<Result<contract, name>>
  /** The call for viem's own actions, such as `multicall`. */
  call: (parameters: Args<contract, name> & OfDeployment) => Call<contract, name>
  contract: contract
  functionName: name
}

/**
 * Makes the action that reads `functionName`: arguments by the names that the contract gives them; the only value
 * returned as it is, several as an object by their names.
 */
export function defineRead<const contract extends ContractName, const name extends ReadName<contract>>(
  contract: contract,
  abi: NoInfer<Abis[contract]>,
  functionName: name,
): Read<contract, name> {
  return createRead(contract, abi as never, functionName) as never
}

function createRead(contract: ContractName, abi: Abi, functionName: string) {
  const call = createCall(contract, abi, functionName)
  const { outputs } = functionItem(abi, functionName)

  async function read(client: Client, parameters: OfDeployment & AtBlock): Promise<unknown> {
    const { deployment, blockNumber, blockTag } = parameters
    const request = call(parameters)
    return attempt({ contract, functionName, address: request.address }, async () => {
      await assertChain(client, deployment)
      const result = await readContract(client, { ...request, blockNumber, blockTag } as typeof request)
      if (outputs.length < 2) return result
      return Object.fromEntries(outputs.map(({ name }, i) => [name, (result as unknown[])[i]]))
    })
  }

  return Object.assign(read, { call, contract, functionName })
}
