import { getBlock } from 'viem/actions'
import { getBondGas } from './datanet/getBondGas.ts'
import { attempt } from './explain.ts'
import type { Client, OfDeployment } from './types.ts'
import type { Transaction } from './write.ts'

/**
 * What is sent along with a submission of `count` leaves where the caller names no `value`: twice the bond at the latest
 * block, since the base fee may rise until the transaction is mined. All of it is the bond, and what demands do not cost
 * returns.
 */
export async function withBond<parameters extends OfDeployment & Transaction>(
  client: Client,
  parameters: parameters,
  count: number,
): Promise<parameters> {
  const { deployment, transaction } = parameters
  if (transaction?.value !== undefined) return parameters
  // By gas and the block's own base fee: nodes take the base fee for 0 in calls that name no price.
  const gas = await getBondGas(client, { deployment, count: BigInt(count) })
  const address = deployment.contracts.DataAvailability
  const block = await attempt({ contract: 'DataAvailability', functionName: 'bondGas', address }, () =>
    getBlock(client),
  )
  return { ...parameters, transaction: { ...transaction, value: 2n * gas * (block.baseFeePerGas ?? 0n) } }
}
