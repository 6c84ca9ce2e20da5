import type { Hex } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type QuoteStage, type Stretch, startQuoteStage } from '../../../test/quoteStage.ts'
import { type Party, type Stage, stake } from '../../../test/stage.ts'
import { corpusOfWorld } from '../../../test/world.ts'
import { BatchStatus, EvidenceKind } from '../../abis.ts'
import {
  type Batch,
  claimsOf,
  encodeEvidence,
  evidenceKindOf,
  findEvidence,
  outputsOf,
  preimagesOf,
  reservationOf,
} from '../../attribution/index.ts'
import {
  AttributionLedgerAlreadyClaimedError,
  AttributionLedgerBatchOpenError,
  AttributionLedgerChallengePeriodOpenError,
  AttributionLedgerNotOperatorError,
  AttributionLedgerWrongBatchError,
  InferenceEscrowPoolTooSmallError,
  StakeVaultInsufficientFreeStakeError,
} from '../../errors/index.ts'

let stage: Stage
let operator: Party
let contributor: Party
let watcher: Party
let datanetId: bigint
let modelId: bigint
let quotes: QuoteStage

beforeAll(async () => {
  quotes = await startQuoteStage()
  ;({ stage, operator, contributor, watcher, datanetId, modelId } = quotes)
  await quotes.charge(10_000n)
})
afterAll(() => stage?.stop())

const batchFor = (creditedTo: Hex, stretch: Stretch) => quotes.batchFor(creditedTo, stretch)

const commit = (batch: ReturnType<typeof batchFor>, by = operator) =>
  by.attribution.commitSync({ commitment: batch.commitment, bundleUri: 'openledger:blobs/0x' })

const evidenceAgainst = (batch: ReturnType<typeof batchFor>) => {
  const { contribution, reserveOf, dataBps } = quotes
  const world = { windowWords: 8, submissions: [[contribution]] }
  const [finding] = findEvidence({
    batchId: 2n,
    batch: {
      commitment: batch.commitment,
      operator: operator.account.address,
      bond: 0n,
      committedAt: 0,
      demandsUntil: 0,
      responsePeriod: 0,
      challengesUntil: 0,
      versionsSince: 0,
    },
    preimages: preimagesOf(batch.bundle),
    texts: outputsOf(batch.bundle),
    receipts: [],
    chain: {
      rule: 'WindowV1',
      dataBps,
      corpusOf: () => corpusOfWorld(world),
      wasActive: () => true,
      charged: () => 10_000n,
      reserveOf,
      earlier: [],
    },
  })
  if (!finding || !('evidence' in finding)) throw finding
  return { kind: evidenceKindOf(finding.evidence), evidence: encodeEvidence(finding.evidence) }
}

test('error: a commit without the operator’s stake', async () => {
  const honest = batchFor(contributor.account.address, [0n, 5_000n])
  await expect(commit(honest, watcher)).rejects.toBeInstanceOf(AttributionLedgerNotOperatorError)
  // The vault's own error, through the ledger.
  await expect(commit(honest)).rejects.toBeInstanceOf(StakeVaultInsufficientFreeStakeError)
  await stake(operator, stage)
  const tooMuch = batchFor(contributor.account.address, [0n, 20_000n])
  await expect(commit(tooMuch)).rejects.toBeInstanceOf(InferenceEscrowPoolTooSmallError)
})

describe('an honest batch', () => {
  let batchId: bigint
  let batch: Batch
  const built = () => batchFor(contributor.account.address, [0n, 5_000n])

  test('is committed under bond', async () => {
    const committed = await commit(built())
    batchId = committed.batchId
    batch = committed.batch
    expect(committed).toMatchObject({ batchId: 1n, modelId, operator: operator.account.address })
    expect(batch.commitment).toEqual(built().commitment)
    const { dataFees, inferenceCount, creditCount, payoutCount, entryCount } = batch.commitment
    const itemCount = BigInt(inferenceCount + payoutCount) + creditCount + entryCount
    expect(await operator.attribution.getBondFor({ dataFees, itemCount })).toBe(batch.bond)
    expect(await operator.stake.getStake({ account: operator.account.address })).toMatchObject({ locked: batch.bond })
    expect(await operator.attribution.getBatchStatus({ batchId })).toBe(BatchStatus.Committed)
    expect(await operator.attribution.getOpenBatch({ modelId })).toBe(batchId)
    expect(await operator.attribution.getBatchRecord({ batchId })).toMatch(/01$/)
    await expect(commit(built())).rejects.toBeInstanceOf(AttributionLedgerBatchOpenError)
  })

  test('error: evidence that proves nothing', async () => {
    const { kind, evidence } = evidenceAgainst(batchFor(operator.account.address, [0n, 5_000n]))
    // The verifier's own error, through the ledger.
    const challenging = watcher.attribution.challenge({ batchId, batch, kind, evidence })
    await expect(challenging).rejects.toThrowError(/proof does not show/)
    const verifying = watcher.attribution.verify({ batch, kind, evidence })
    await expect(verifying).rejects.toThrowError(/proof does not show/)
  })

  test('error: finalised early, or not as it was committed', async () => {
    const early = watcher.attribution.finalise({ batchId, batch })
    await expect(early).rejects.toBeInstanceOf(AttributionLedgerChallengePeriodOpenError)
    const other = watcher.attribution.finalise({ batchId, batch: { ...batch, bond: 0n } })
    await expect(other).rejects.toBeInstanceOf(AttributionLedgerWrongBatchError)
  })

  test('is finalised', async () => {
    await stage.time.setNextBlockTimestamp({ timestamp: BigInt(batch.challengesUntil) })
    await stage.time.mine({ blocks: 1 })
    const finalised = await watcher.attribution.finaliseSync({ batchId, batch })
    expect(finalised).toMatchObject({ batchId, earned: 3_000n, unearned: 0n })
    expect(await operator.attribution.getOpenBatch({ modelId })).toBe(0n)
  })

  test('is claimed by the contributor and by the reserve, once', async () => {
    const account = contributor.account.address
    const { bundle, trees } = built()
    const claims = claimsOf(account, [{ batchId, batch, bundle, trees }])
    expect(await contributor.attribution.isClaimed({ batchId, index: claims[0]!.payout.index })).toBe(false)
    const { events } = await contributor.attribution.claimManySync({ claims })
    expect(events).toEqual([{ batchId, account, recipient: account, amount: 2_700n }])
    expect(await contributor.attribution.isClaimed({ batchId, index: claims[0]!.payout.index })).toBe(true)
    const again = contributor.attribution.claimMany({ claims })
    await expect(again).rejects.toBeInstanceOf(AttributionLedgerAlreadyClaimedError)

    const { reserveAccount } = quotes.reserveOf()
    const reserveClaims = claimsOf(reserveAccount, [{ batchId, batch, bundle, trees }])
    const collected = await watcher.datanet.collectReserveSync({ datanetId, claims: reserveClaims })
    expect(collected).toMatchObject({ datanetId, amount: 300n })
  })
})

describe('a batch that pays the operator for another’s words', () => {
  let batchId: bigint
  let batch: Batch

  test('is voided by evidence, half of the bond to whoever reserved it', async () => {
    const lie = batchFor(operator.account.address, [5_000n, 10_000n])
    const committed = await commit(lie)
    batchId = committed.batchId
    batch = committed.batch
    const { kind, evidence } = evidenceAgainst(lie)
    expect(kind).toBe(EvidenceKind.FalseCredit)
    expect(await watcher.attribution.verify({ batch, kind, evidence })).toBeUndefined()

    const challenger = watcher.account.address
    const reservation = reservationOf({ kind, evidence, challenger, batchId })
    const { receipt } = await watcher.attribution.reserveChallengeSync({ reservation })
    expect(await watcher.attribution.getReservedAt({ reservation })).toBe(receipt.blockNumber)
    const voided = await watcher.attribution.challengeSync({ batchId, batch, kind, evidence })
    expect(voided).toMatchObject({ batchId, challenger, kind, bond: batch.bond, reward: batch.bond / 2n })
    expect(await watcher.attribution.getBatchStatus({ batchId })).toBe(BatchStatus.Voided)
    expect(await operator.payment.getPool({ modelId, term: 1 })).toBe(3_000n)
  })

  test('stands in the events with the honest one', async () => {
    const ids = (logs: { args: { batchId: bigint } }[]) => logs.map(({ args }) => args.batchId)
    const of = { args: { modelId } }
    expect(ids(await watcher.attribution.listBatches(of))).toEqual([1n, 2n])
    expect(ids(await watcher.attribution.listFinalisedBatches(of))).toEqual([1n])
    expect(ids(await watcher.attribution.listVoidedBatches(of))).toEqual([2n])
    expect(ids(await watcher.attribution.listClaims())).toEqual([1n, 1n])
    expect((await watcher.stake.listSlashes()).map(({ args }) => args.amount)).toEqual([batch.bond])
    expect(await watcher.attribution.getBatchCount()).toBe(2n)
  })
})
