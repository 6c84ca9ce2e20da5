import { datanet } from '@openledger/sdk/actions'
import { type Reserve, reserveAccountOf } from '@openledger/sdk/attribution'
import { zeroAddress } from 'viem'
import type { Connection } from './config.ts'

/** The reserve of the datanet of each submission; none of a submission that the chain does not have. */
export async function readReserves(
  { client, deployment }: Connection,
  submissions: Iterable<bigint>,
): Promise<Map<bigint, Reserve>> {
  const registry = deployment.contracts.DatanetRegistry
  const reserves = new Map<bigint, Reserve>()
  for (const submissionId of new Set(submissions)) {
    const { datanetId } = await datanet.getSubmission(client, { deployment, submissionId })
    if (datanetId === 0n) {
      reserves.set(submissionId, { reserveAccount: zeroAddress, reserveBps: 0 })
      continue
    }
    const reserveBps = await datanet.getReserveBps(client, { deployment, datanetId })
    const reserveAccount = reserveAccountOf({ chainId: deployment.chainId, registry, datanetId })
    reserves.set(submissionId, { reserveAccount, reserveBps })
  }
  return reserves
}
