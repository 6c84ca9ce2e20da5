import { datanet } from '@openledger/sdk/actions'
import { type Reserve, reserveAccountOf, submissionKey } from '@openledger/sdk/attribution'
import { zeroAddress } from 'viem'
import type { Connection } from './config.ts'

/** Gives the reserve of the datanet of each submission; none of a submission that the chain does not have. */
export async function readReserves(
  { client, deployment }: Connection,
  submissions: Iterable<bigint>,
): Promise<(submissionId: bigint) => Reserve> {
  const registry = deployment.contracts.DatanetRegistry
  // By key: the numbers are an operator's.
  const reserves = new Map<string, Reserve>()
  for (const submissionId of submissions) {
    const key = submissionKey(submissionId)
    if (reserves.has(key)) continue
    const { datanetId } = await datanet.getSubmission(client, { deployment, submissionId })
    if (datanetId === 0n) {
      reserves.set(key, { reserveAccount: zeroAddress, reserveBps: 0 })
      continue
    }
    const reserveBps = await datanet.getReserveBps(client, { deployment, datanetId })
    const reserveAccount = reserveAccountOf({ chainId: deployment.chainId, registry, datanetId })
    reserves.set(key, { reserveAccount, reserveBps })
  }
  return (submissionId) => reserves.get(submissionKey(submissionId))!
}
