import { OpenLedgerError } from '@openledger/sdk'
import { BatchStatus } from '@openledger/sdk/abis'
import { attribution, datanet } from '@openledger/sdk/actions'
import type { Batch, Claim } from '@openledger/sdk/attribution'
import type { ContentStore } from '@openledger/sdk/content'
import { openPayouts, type PackedPayouts, payoutOf } from '@openledger/sdk/engine'
import type { Address } from 'viem'
import type { Connection, SigningClient } from './config.ts'
import { blobsOf, readBatches } from './ledger.ts'

/** Most claims of one transaction, so that it fits a block. */
const MOST_CLAIMS = 50

/** A finalised batch with what it owes. */
export type ClaimableBatch = { batchId: bigint; batch: Batch; payouts: PackedPayouts }

/** The finalised batches, and those whose payouts cannot be read: one of these keeps nobody from claiming by the others. */
export async function claimableBatches(
  connection: Connection,
  store: ContentStore,
): Promise<{ batches: ClaimableBatch[]; unreadable: { batchId: bigint; reason: string }[] }> {
  const batches: ClaimableBatch[] = []
  const unreadable: { batchId: bigint; reason: string }[] = []
  for (const { batchId, batch, status } of await readBatches(connection)) {
    if (status !== BatchStatus.Finalised) continue
    try {
      batches.push({ batchId, batch, payouts: await openPayouts(blobsOf(store), batch.commitment) })
    } catch (error) {
      if (!(error instanceof OpenLedgerError)) throw error
      unreadable.push({ batchId, reason: error.message })
    }
  }
  return { batches, unreadable }
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
  for (const { batchId, batch, payouts } of batches) {
    const payout = payoutOf(payouts, account)
    if (!payout || payout.amount === 0n) continue
    const isClaimed = await attribution.isClaimed(client, { deployment, batchId, index: payout.index })
    if (!isClaimed) open.push({ batchId, batch, payout })
  }
  const portions: Claim[][] = []
  for (let at = 0; at < open.length; at += MOST_CLAIMS) portions.push(open.slice(at, at + MOST_CLAIMS))
  return portions
}
