import { checkBundle, MalformedBundleError } from '@openledger/sdk/attribution'
import { ContentNotFoundError, type ContentStore, readBundle } from '@openledger/sdk/content'
import { type Address, getContract } from 'viem'
import { ledgerAbi } from './abis.ts'
import { type At, eventsOf } from './logs.ts'
import { row, type Table, type Tables } from './rows.ts'

const batchStatuses = ['none', 'committed', 'finalised', 'voided']

/**
 * What every account earned and claimed, batch by batch and in all. The chain holds roots: the payouts under them are
 * the bundle's, once every tree rebuilt from it has the committed root. Whether one is claimed is the chain's own view.
 */
export async function readPayouts(at: At, store: ContentStore): Promise<Tables> {
  const address = at.deployment.contracts.AttributionLedger
  const ledger = { chainId: at.deployment.chainId, ledger: address }
  const { read } = getContract({ client: at.client, address, abi: ledgerAbi })
  const now = { blockNumber: at.block }
  const claims = await eventsOf(at, address, ledgerAbi, 'Claimed')
  const payout: Table = new Map()
  const totals = new Map<string, { earned: bigint; claimed: bigint }>()
  const add = (holder: Address, { earned = 0n, claimed = 0n }) => {
    const key = holder.toLowerCase()
    const total = totals.get(key) ?? { earned: 0n, claimed: 0n }
    totals.set(key, { earned: total.earned + earned, claimed: total.claimed + claimed })
  }
  for (const log of await eventsOf(at, address, ledgerAbi, 'BatchCommitted')) {
    const { batchId, batch } = log.args
    const opened = await openBundle(store, batch, ledger)
    const own = claims.filter(({ args }) => args.batchId === batchId)
    for (const { args } of own) add(args.account, { claimed: args.amount })
    if (opened === undefined) {
      // The indexer must show no payout of what is hidden; what was claimed of it was earned all the same.
      for (const { args } of own) add(args.account, { earned: args.amount })
      continue
    }
    const { bundle, trees } = opened
    const batchStatus = batchStatuses[await read.statusOf([batchId], now)]
    for (const [index, { account, amount }] of bundle.payouts.entries()) {
      const key = account.toLowerCase()
      const claim = own.find(({ args }) => args.account.toLowerCase() === key)
      const claimed = (await read.isClaimed([batchId, index], now)) ? (claim?.args.amount ?? amount) : 0n
      const { entriesRoot, entryCount } = trees.payouts[index]!
      const fields = { batchId, index, account, amount, claimed, batchStatus, entriesRoot, entryCount }
      payout.set(`${batchId}/${index}/${key}`, row(fields, claim ?? log))
      if (batchStatus === 'finalised') add(account, { earned: amount })
    }
  }
  const account: Table = new Map()
  for (const [address, total] of totals) {
    if (total.earned > 0n || total.claimed > 0n) account.set(address, row({ address, ...total }))
  }
  return { payout, account }
}

type Committed = Parameters<typeof checkBundle>[0]

/** A batch's bundle with its trees; undefined when the store does not have it, or it is not what was committed. */
async function openBundle(store: ContentStore, batch: Committed, ledger: { chainId: number; ledger: Address }) {
  try {
    const { bundle } = await readBundle(store, batch.commitment.bundleHash)
    const check = checkBundle(batch, bundle, ledger)
    return check.matches ? { bundle, trees: check.trees } : undefined
  } catch (cause) {
    if (cause instanceof ContentNotFoundError || cause instanceof MalformedBundleError) return undefined
    throw cause
  }
}
