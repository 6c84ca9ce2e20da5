import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Address } from 'viem'
import { getTransactionCount } from 'viem/actions'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type QuoteStage, startQuoteStage } from '../../test/quoteStage.ts'
import { stake } from '../../test/stage.ts'
import type { Batch } from '../attribution/batch.ts'
import { packBundle } from '../attribution/bundle/index.ts'
import { claimsOf, ForeignPayoutsError } from '../attribution/claim.ts'
import { rebuildBatch } from '../attribution/trees.ts'
import { publishBundle } from '../content/bundle.ts'
import { folderStore } from '../content/folder.ts'
import { ContentNotFoundError, type ContentStore } from '../content/store.ts'
import { AttributionLedgerNotClaimantError } from '../errors/index.ts'
import { claimEverything, readClaimable } from './index.ts'

let quotes: QuoteStage
let folder: string
let store: ContentStore

/** What the contributor earns by each batch, in wei: data's share less the reserve's. */
const EARNED = 5_400n

beforeAll(async () => {
  quotes = await startQuoteStage()
  folder = await mkdtemp(join(tmpdir(), 'openledger-flows-'))
  store = folderStore(folder)
  await stake(quotes.operator, quotes.stage)
})
afterAll(async () => {
  await quotes?.stage.stop()
  await rm(folder, { recursive: true })
})

/** One more finalised batch, whose bundle is published in `where`. */
async function settle(where: ContentStore | undefined): Promise<bigint> {
  const { operator, contributor } = quotes
  const built = quotes.batchFor(contributor.account.address, await quotes.charge(10_000n))
  if (where) await publishBundle(where, packBundle(built.bundle))
  return finalise(await operator.attribution.commitSync({ commitment: built.commitment, bundleUri: '' }))
}

async function finalise({ batchId, batch }: { batchId: bigint; batch: Batch }): Promise<bigint> {
  const { operator, stage } = quotes
  await stage.time.increaseTime({ seconds: batch.challengesUntil - batch.committedAt + 1 })
  await stage.time.mine({ blocks: 1 })
  await operator.attribution.finaliseSync({ batchId, batch })
  return batchId
}

const claim = (more: Partial<claimEverything.Parameters> = {}, by = quotes.contributor) =>
  claimEverything(by, { deployment: quotes.stage.deployment, from: store, ...more })
const balance = () => quotes.contributor.token.getBalance({ account: quotes.contributor.account.address })
const countOf = () => getTransactionCount(quotes.contributor, { address: quotes.contributor.account.address })

test('default: what every batch owes, in as few transactions, and once', async () => {
  const batchIds = [await settle(store), await settle(store), await settle(store)]
  const [before, nonce] = [await balance(), await countOf()]
  const told: string[] = []
  const onProgress = ({ step, done, of }: { step: string; done: number; of: number }) =>
    void told.push(`${step} ${done}/${of}`)
  expect(await claim({ onProgress })).toEqual({ amount: 3n * EARNED, batchIds, unclaimed: [] })
  expect([(await balance()) - before, await countOf()]).toEqual([3n * EARNED, nonce + 1])
  expect([told[0], told[3], told.at(-1)]).toEqual(['read 0/3', 'read 3/3', 'claim 3/3'])
  expect(await claim()).toEqual({ amount: 0n, batchIds: [], unclaimed: [] })
  expect(await countOf()).toBe(nonce + 1)
})

test('behavior: a crash between two transactions', async () => {
  const batchIds = [await settle(store), await settle(store)]
  const before = await balance()
  const onProgress = ({ step, done }: { step: string; done: number }) => {
    if (step === 'claim' && done === 1) throw new Error('crash')
  }
  await expect(claim({ most: 1, onProgress })).rejects.toThrow('crash')
  expect((await balance()) - before).toBe(EARNED)
  expect(await claim({ most: 1 })).toMatchObject({ amount: EARNED, batchIds: [batchIds[1]] })
  expect((await balance()) - before).toBe(2n * EARNED)
})

test('behavior: a batch whose bundle is missing stops none of the others', async () => {
  const elsewhere = folderStore(join(folder, 'elsewhere'))
  const missing = await settle(elsewhere)
  const there = await settle(store)
  const claimed = await claim()
  expect(claimed).toMatchObject({ amount: EARNED, batchIds: [there], unclaimed: [{ batchId: missing }] })
  expect(claimed.unclaimed[0]?.error).toBeInstanceOf(ContentNotFoundError)
  expect(await claim({ from: elsewhere })).toMatchObject({ amount: EARNED, batchIds: [missing], unclaimed: [] })
})

test('error: claims that the chain refuses, each by itself', async () => {
  const batchIds = [await settle(store), await settle(store)]
  const { contributor, watcher } = quotes
  const refused = await claim({ account: contributor.account.address }, watcher)
  expect(refused).toMatchObject({ amount: 0n, batchIds: [] })
  expect(refused.unclaimed.map(({ batchId }) => batchId)).toEqual(batchIds)
  expect(refused.unclaimed[0]?.error).toBeInstanceOf(AttributionLedgerNotClaimantError)
  await contributor.attribution.setClaimerSync({ claimer: watcher.account.address, allowed: true })
  expect(await claim({ account: contributor.account.address }, watcher)).toMatchObject({ amount: 2n * EARNED })
})

test('a reserve, from batches that were read before', async () => {
  const { datanetId, watcher, stage } = quotes
  const { deployment } = stage
  const from = await readClaimable(watcher, { deployment, from: store })
  const missing = from.unclaimed.map(({ batchId }) => batchId)
  expect(missing).toHaveLength(1)
  const before = await watcher.datanet.getReserve({ datanetId })
  const collected = await claim({ from, reserve: datanetId }, watcher)
  const count = BigInt(from.batches.length)
  expect(collected).toMatchObject({ amount: 600n * count, unclaimed: [{ batchId: missing[0] }] })
  expect((await watcher.datanet.getReserve({ datanetId })) - before).toBe(600n * count)
  expect(await claim({ from, reserve: datanetId }, watcher)).toMatchObject({ amount: 0n, batchIds: [] })
})

test('error: payouts that are not those of the batch stop none of the others', async () => {
  const { operator, contributor, watcher, stage } = quotes
  // The same answer to the letter, credited to somebody else: its operator publishes that bundle under another's hash.
  const stretch = await quotes.charge(10_000n)
  const honest = quotes.batchFor(contributor.account.address, stretch)
  const other = packBundle(quotes.batchFor(watcher.account.address, stretch).bundle)
  await publishBundle(store, other)
  const commitment = { ...honest.commitment, bundleHash: other.hash }
  const foreign = await finalise(await operator.attribution.commitSync({ commitment, bundleUri: '' }))
  const right = await settle(store)
  const claimed = await claim()
  expect(claimed).toMatchObject({ amount: EARNED, batchIds: [right] })
  expect(claimed.unclaimed.find(({ batchId }) => batchId === foreign)?.error).toBeInstanceOf(ForeignPayoutsError)
  // Whoever has the right payouts claims by them.
  const trees = rebuildBatch(honest.bundle)
  const openPayouts = async (batch: Batch) => {
    const claimable = { batchId: foreign, batch, bundle: honest.bundle, trees }
    return (account: Address) => claimsOf(account, [claimable])[0]?.payout
  }
  const rest = await claimEverything(contributor, { deployment: stage.deployment, from: { openPayouts } })
  expect(rest).toEqual({ amount: EARNED, batchIds: [foreign], unclaimed: [] })
})

test('behavior: two at the same time are paid once', async () => {
  await settle(store)
  const before = await balance()
  const [one, other] = await Promise.all([claim(), claim()])
  expect([one.amount + other.amount, (await balance()) - before]).toEqual([EARNED, EARNED])
  expect([...one.unclaimed, ...other.unclaimed]).toEqual([])
})

test('error: aborted', async () => {
  await expect(claim({ signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough')
})
