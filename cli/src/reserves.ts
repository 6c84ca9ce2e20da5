import { datanet } from '@openledger/sdk/actions'
import { type Credit, type Reserve, reserveAccountOf } from '@openledger/sdk/attribution'
import type { Connection } from './config.ts'

/** The reserve of the datanet of each submission that is credited. */
export async function readReserves(
  { client, deployment }: Connection,
  credits: readonly Credit[],
): Promise<Map<bigint, Reserve>> {
  const registry = deployment.contracts.DatanetRegistry
  const reserves = new Map<bigint, Reserve>()
  for (const submissionId of new Set(credits.map((credit) => credit.submissionId))) {
    const { datanetId } = await datanet.getSubmission(client, { deployment, submissionId })
    const reserveBps = await datanet.getReserveBps(client, { deployment, datanetId })
    const reserveAccount = reserveAccountOf({ chainId: deployment.chainId, registry, datanetId })
    reserves.set(submissionId, { reserveAccount, reserveBps })
  }
  return reserves
}
