import { BatchStatus } from '@openledger/sdk/abis'
import { attribution, datanet } from '@openledger/sdk/actions'
import { type Claim, type ClaimableBatch, claimsOf, rebuildBatch } from '@openledger/sdk/attribution'
import type { ContentStore } from '@openledger/sdk/content'
import type { Address } from 'viem'
import type { Connection, SigningClient } from './config.ts'
import { readBatches, readBundle } from './ledger.ts'

/** Most claims of one transaction, so that it fits a block. */
const MOST_CLAIMS = 50

/** The finalised batches with their bundles. @throws ContentNotFoundError */
export async function claimableBatches(connection: Connection, store: ContentStore): Promise<ClaimableBatch[]> {
  const final = (await readBatches(connection)).filter(({ status }) => status === BatchStatus.Finalised)
  return Promise.all(
    final.map(async ({ batchId, batch }) => {
      const bundle = await readBundle(store, batch)
      return { batchId, batch, bundle, trees: rebuildBatch(bundle) }
    }),
  )
}

/** Claims all that the client's account earned in finalised batches and has not claimed. @returns wei */
export async function claimAll(connection: Connection<SigningClient>, batches: ClaimableBatch[]): Promise<bigint> {
  const { client, deployment } = connection
  let amount = 0n
  for (const claims of await openClaims(connection, client.account.address, batches)) {
    const { events } = await attribution.claimManySync(client, { deployment, claims })
    for (const event of events) amount += event.amount
  }
  return amount
}

/** Brings what a datanet's reserve earned in finalised batches to the datanet. Anyone may. @returns wei */
export async function collectReserve(
  connection: Connection<SigningClient>,
  datanetId: bigint,
  batches: ClaimableBatch[],
): Promise<bigint> {
  const { client, deployment } = connection
  const account = await datanet.getReserveAccount(client, { deployment, datanetId })
  let amount = 0n
  for (const claims of await openClaims(connection, account, batches)) {
    const collected = await datanet.collectReserveSync(client, { deployment, datanetId, claims })
    amount += collected.amount
  }
  return amount
}

/** What an account can still claim, in portions for one transaction each. */
async function openClaims(
  { client, deployment }: Connection,
  account: Address,
  batches: ClaimableBatch[],
): Promise<Claim[][]> {
  const open: Claim[] = []
  for (const claim of claimsOf(account, batches)) {
    const { index } = claim.payout
    const { batchId } = claim
    if (!(await attribution.isClaimed(client, { deployment, batchId, index }))) open.push(claim)
  }
  const portions: Claim[][] = []
  for (let at = 0; at < open.length; at += MOST_CLAIMS) portions.push(open.slice(at, at + MOST_CLAIMS))
  return portions
}
