import { getChainId } from 'viem/actions'
import type { Deployment } from '../deployment.ts'
import { WrongChainError } from '../errors/deployment.ts'
import type { Client } from './types.ts'

/**
 * Refuses a client that is on another chain than the deployment.
 *
 * @param client - Its word is taken where it names a chain, unless `ask`; otherwise the node is asked.
 * @throws WrongChainError
 */
export async function assertChain(client: Client, deployment: Deployment, { ask = false } = {}): Promise<void> {
  const chainId = (!ask && client.chain?.id) || (await getChainId(client))
  if (chainId !== deployment.chainId) throw new WrongChainError(chainId, deployment.chainId)
}
