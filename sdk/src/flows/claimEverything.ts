import type { Address } from 'viem'
import * as attribution from '../actions/attribution/index.ts'
import * as datanet from '../actions/datanet/index.ts'
import type { Client, Compute, OfDeployment } from '../actions/types.ts'
import type { Batch } from '../attribution/batch.ts'
import { type Claim, claimsOf } from '../attribution/claim.ts'
import type { PayoutProof } from '../attribution/proofs.ts'
import { rebuildBatch } from '../attribution/trees.ts'
import { readBundle } from '../content/bundle.ts'
import type { ContentStore } from '../content/store.ts'
import { OpenLedgerError } from '../errors/base.ts'
import { ContractError } from '../errors/contract/contractError.ts'
import { doOnce, type FlowParameters, senderOf, startStep } from './flow.ts'

/** A batch of which nothing could be claimed, and why. */
export type Unclaimed = { batchId: bigint; error: OpenLedgerError }

/** What an account earned in a batch, with its proof; `undefined` where it earned nothing. */
export type PayoutOf = (account: Address) => PayoutProof | undefined

/**
 * Reads what a batch owes, and checks it against the batch. A store does so with whole bundles of at most 64 MiB; for
 * larger ones take `openPayouts` of `@openledger/sdk/engine`, which reads the payouts alone.
 */
export type PayoutReader = { openPayouts(batch: Batch, options: { signal?: AbortSignal }): Promise<PayoutOf> }

/** Finalised batches with what they owe, and those of which that cannot be read. */
export type Claimable = {
  batches: readonly { batchId: bigint; batch: Batch; payoutOf: PayoutOf }[]
  unclaimed: readonly Unclaimed[]
}

type Step = 'read' | 'claim'

type Parameters = Compute<
  FlowParameters<Step> & {
    /** Where bundles are read; or what `readClaimable` read before, to claim for many accounts. */
    from: ContentStore | PayoutReader | Claimable
    /** Whose earnings; the sender's unless told. The sender must be a claimer of another's (`PayoutDirectory`). */
    account?: Address | undefined
    /** A datanet whose reserve's earnings are brought to it, instead; anybody may. */
    reserve?: bigint | undefined
    /** Most claims of one transaction, 50 unless told. */
    most?: number | undefined
  }
>

type ReturnValue = {
  /** Wei of OPEN that was paid. */
  amount: bigint
  /** Batches that were claimed now. */
  batchIds: bigint[]
  /** Batches whose payouts cannot be read, or whose claim the chain refuses: they stop none of the others. */
  unclaimed: Unclaimed[]
}

/** Most claims that fit a block with room. */
const MOST = 50

/**
 * Claims all that an account earned in finalised batches of all models, and has not claimed. The same call again claims
 * what is left: the chain pays each payout once.
 */
export async function claimEverything(client: Client, parameters: Parameters): Promise<ReturnValue> {
  const { deployment, from, reserve, most = MOST, onProgress, signal } = parameters
  const account =
    reserve === undefined
      ? (parameters.account ?? senderOf(client, parameters).address)
      : await datanet.getReserveAccount(client, { deployment, datanetId: reserve })
  const claimed = await attribution.listClaims(client, { deployment, args: { account } })
  const done = new Set(claimed.map(({ args }) => args.batchId))
  const readable =
    'batches' in from ? from : await readClaimable(client, { deployment, from, except: done, onProgress, signal })
  const result: ReturnValue = { amount: 0n, batchIds: [], unclaimed: [...readable.unclaimed] }
  const claims = readable.batches.flatMap(({ batchId, batch, payoutOf }): Claim[] => {
    const payout = done.has(batchId) ? undefined : payoutOf(account)
    return payout && payout.amount > 0n ? [{ batchId, batch, payout }] : []
  })
  const next = startStep(parameters, 'claim', claims.length)
  for (let at = 0; at < claims.length; at += most) {
    await claimAll(client, parameters, claims.slice(at, at + most), result, next)
  }
  return result
}

/**
 * Reads what the finalised batches owe, to claim from. A batch that cannot be read stops none of the others.
 * @param parameters.except Batches that are of no interest.
 */
export async function readClaimable(
  client: Client,
  parameters: OfDeployment &
    Pick<FlowParameters<'read'>, 'onProgress' | 'signal'> & {
      from: ContentStore | PayoutReader
      except?: ReadonlySet<bigint>
    },
): Promise<Claimable> {
  const { deployment, from, except, signal } = parameters
  const reader = 'openPayouts' in from ? from : bundleReader(from)
  const [committed, final] = await Promise.all([
    attribution.listBatches(client, { deployment }),
    attribution.listFinalisedBatches(client, { deployment }),
  ])
  const isFinal = new Set(final.map(({ args }) => args.batchId))
  const wanted = committed.filter(({ args: { batchId } }) => isFinal.has(batchId) && !except?.has(batchId))
  const next = startStep(parameters, 'read', wanted.length)
  const batches: Claimable['batches'][number][] = []
  const unclaimed: Unclaimed[] = []
  // One at a time: a bundle may have many megabytes.
  for (const { args } of wanted) {
    const { batchId, batch } = args
    try {
      batches.push({ batchId, batch, payoutOf: await reader.openPayouts(batch, { signal }) })
    } catch (error) {
      signal?.throwIfAborted()
      if (!(error instanceof OpenLedgerError)) throw error
      unclaimed.push({ batchId, error })
    }
    next()
  }
  return { batches, unclaimed }
}

/** Reads whole bundles, and keeps their payouts. */
function bundleReader(store: ContentStore): PayoutReader {
  return {
    async openPayouts(batch, { signal }) {
      const { bundle } = await readBundle(store, batch.commitment.bundleHash, { signal })
      const claimable = { batchId: 0n, batch, bundle: { payouts: bundle.payouts }, trees: rebuildBatch(bundle) }
      const payoutOf: PayoutOf = (account) => claimsOf(account, [claimable])[0]?.payout
      // Throws now, rather than at the first claim, where the payouts are not the batch's.
      payoutOf(batch.operator)
      return payoutOf
    },
  }
}

/** Claims a portion in one transaction; where the chain refuses it, its halves, so that one claim stops no other. */
async function claimAll(
  client: Client,
  parameters: Parameters,
  claims: readonly Claim[],
  result: ReturnValue,
  next: () => void,
): Promise<void> {
  const { deployment, reserve, transaction, signal } = parameters
  let open: Claim[] = []
  try {
    const events = await doOnce(client, {
      sender: senderOf(client, parameters),
      signal,
      find: async () => {
        open = await openClaims(client, parameters, claims)
        return open.length === 0 ? [] : undefined
      },
      send: (nonce) => {
        const claim = { deployment, claims: open, transaction: { ...transaction, nonce } }
        return reserve === undefined
          ? attribution.claimMany(client, claim)
          : datanet.collectReserve(client, { ...claim, datanetId: reserve })
      },
      read: ({ logs }) => attribution.claimMany.extractEvents(deployment, logs).map(({ args }) => args),
    })
    for (const { amount, batchId } of events) {
      result.amount += amount
      result.batchIds.push(batchId)
    }
    for (const _ of claims) next()
  } catch (error) {
    if (!(error instanceof ContractError)) throw error
    if (claims.length === 1) {
      result.unclaimed.push({ batchId: claims[0]!.batchId, error })
      next()
      return
    }
    const half = Math.ceil(claims.length / 2)
    await claimAll(client, parameters, claims.slice(0, half), result, next)
    await claimAll(client, parameters, claims.slice(half), result, next)
  }
}

async function openClaims(client: Client, { deployment }: Parameters, claims: readonly Claim[]): Promise<Claim[]> {
  const done = await Promise.all(
    claims.map(({ batchId, payout }) => attribution.isClaimed(client, { deployment, batchId, index: payout.index })),
  )
  return claims.filter((_, i) => !done[i])
}

export declare namespace claimEverything {
  export type { Parameters, ReturnValue }
}
