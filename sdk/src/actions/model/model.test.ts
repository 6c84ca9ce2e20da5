import { getBlock } from 'viem/actions'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { keyOf } from '../../../test/chain.ts'
import {
  newModelOf,
  newVersionOf,
  openDatanet,
  openModel,
  type Party,
  type Stage,
  startStage,
} from '../../../test/stage.ts'
import { AttributionRule } from '../../abis.ts'
import {
  ModelRegistryBadSnapshotError,
  ModelRegistryBadWindowWordsError,
  ModelRegistryBaseShareWithoutBaseError,
  ModelRegistryNoTermAnnouncedError,
  ModelRegistryNotActiveError,
  ModelRegistryNotOfferedOwnerError,
  ModelRegistryNotOwnerError,
  ModelRegistryRetiredError,
  ModelRegistrySharesDoNotSumError,
  ModelRegistryTermEndingError,
  ModelRegistryTermNotEndedError,
  ModelRegistryUnknownBaseVersionError,
  ModelRegistryUnknownModelError,
} from '../../errors/index.ts'

let stage: Stage
let owner: Party
let other: Party
let datanetId: bigint
let modelId: bigint
const receiptKey = keyOf(20)
/** 2^40 - 1: the end of a term that has none. */
const NEVER = 2 ** 40 - 1
/** Of the local chain's configuration. */
const POOL_TIMEOUT = 30 * 24 * 60 * 60

beforeAll(async () => {
  stage = await startStage()
  owner = await stage.enter(1)
  other = await stage.enter(2)
  datanetId = (await openDatanet(stage, { curator: owner, validator: other })).datanetId
  modelId = (await openModel(owner, { datanetId, receiptKey })).modelId
})
afterAll(() => stage?.stop())

test('a model is registered with its first term', async () => {
  expect(await owner.model.getModel({ modelId })).toEqual({
    owner: owner.account.address,
    rule: AttributionRule.WindowV1,
    shareAlike: false,
    commercial: true,
    revenue: { protocolBps: 500, ownerBps: 3_500, baseBps: 0, dataBps: 6_000 },
    price: 10n ** 18n,
    term: 1,
    latestVersion: 1,
    baseModelId: 0n,
    retired: false,
  })
  const term = await owner.model.getTerm({ modelId, number: 1 })
  expect(term).toMatchObject({ operator: owner.account.address, receiptKey: receiptKey.address, endsAt: NEVER })
  expect(term.poolTimeout).toBe(POOL_TIMEOUT)
  expect(await owner.model.getBase({ modelId })).toBe(0n)
  expect(await owner.model.getModelDatanets({ modelId })).toEqual([datanetId])
  expect(await owner.model.getModelCount()).toBe(1n)
})

test('a version is frozen', async () => {
  expect(await owner.model.getVersion({ modelId, number: 1 })).toMatchObject({
    snapshot: 0n,
    windowWords: 8,
    baseVersion: 0,
    rule: AttributionRule.WindowV1,
  })
  expect(await owner.model.getVersionDatanets({ modelId, number: 1 })).toEqual([datanetId])
  expect(await owner.model.versionIncludes({ modelId, number: 1, datanetId })).toBe(true)
  expect(await owner.model.versionIncludes({ modelId, number: 2, datanetId })).toBe(false)
})

test('the price changes', async () => {
  expect(await owner.model.setPriceSync({ modelId, newPrice: 7n })).toMatchObject({ modelId, price: 7n })
  expect(await owner.model.getModel({ modelId })).toMatchObject({ price: 7n })
})

test('a version is active until it is retired', async () => {
  expect(await owner.model.isActive({ modelId, number: 1 })).toBe(true)
  expect(await owner.model.getSupersededAt({ modelId, number: 1 })).toBe(2n ** 256n - 1n)
  const { version, receipt } = await owner.model.retireVersionSync({ modelId, number: 1 })
  expect(version).toBe(1)
  const { timestamp } = await getBlock(owner, { blockNumber: receipt.blockNumber })
  expect(await owner.model.isActive({ modelId, number: 1 })).toBe(false)
  expect(await owner.model.wasActive({ modelId, number: 1, from: timestamp, to: timestamp })).toBe(true)
  expect(await owner.model.wasActive({ modelId, number: 1, from: timestamp + 1n, to: timestamp + 9n })).toBe(false)
  await expect(owner.model.retireVersion({ modelId, number: 1 })).rejects.toBeInstanceOf(ModelRegistryNotActiveError)
  expect(await owner.model.activateVersionSync({ modelId, number: 1 })).toMatchObject({ version: 1, olderUntil: 0 })
  expect(await owner.model.isActive({ modelId, number: 1 })).toBe(true)
})

test('a model is derived from another', async () => {
  const newModel = { ...newModelOf(owner, [datanetId], receiptKey), ownerBps: 2_500, baseBps: 1_000 }
  const groundless = owner.model.register({ newModel })
  await expect(groundless).rejects.toBeInstanceOf(ModelRegistryBaseShareWithoutBaseError)
  const derived = await owner.model.registerSync({ newModel: { ...newModel, baseModelId: modelId } })
  expect(await owner.model.getBase({ modelId: derived.modelId })).toBe(modelId)
  const newVersion = newVersionOf([datanetId], await owner.datanet.getSequence())
  const publishing = owner.model.publishVersion({ modelId: derived.modelId, newVersion })
  await expect(publishing).rejects.toBeInstanceOf(ModelRegistryUnknownBaseVersionError)
  const based = { ...newVersion, baseVersion: 1 }
  expect(await owner.model.publishVersionSync({ modelId: derived.modelId, newVersion: based })).toMatchObject({
    version: 1,
    baseVersion: 1,
  })
})

test('a term is followed by another', async () => {
  const next = { operator: other.account.address, receiptKey: keyOf(21).address }
  await expect(owner.model.startTerm({ modelId })).rejects.toBeInstanceOf(ModelRegistryNoTermAnnouncedError)
  const { endsAt } = await owner.model.announceTermSync({ modelId, ...next })
  expect(await owner.model.getAnnouncedTerm({ modelId })).toEqual(next)
  expect(await owner.model.getTerm({ modelId, number: 1 })).toMatchObject({ endsAt })
  await expect(owner.model.announceTerm({ modelId, ...next })).rejects.toBeInstanceOf(ModelRegistryTermEndingError)
  await expect(other.model.startTerm({ modelId })).rejects.toBeInstanceOf(ModelRegistryTermNotEndedError)
  expect(await owner.model.cancelTermChangeSync({ modelId })).toMatchObject({ term: 1 })
  expect(await owner.model.getTerm({ modelId, number: 1 })).toMatchObject({ endsAt: NEVER })
  await owner.model.announceTermSync({ modelId, ...next })
  await stage.time.increaseTime({ seconds: POOL_TIMEOUT })
  await stage.time.mine({ blocks: 1 })
  expect(await other.model.startTermSync({ modelId })).toMatchObject({ term: 2, ...next })
  expect(await owner.model.getModel({ modelId })).toMatchObject({ term: 2 })
})

test('its events tell all of it', async () => {
  expect((await owner.model.listModels()).map(({ args }) => args.name)).toEqual(['Answers', 'Answers'])
  expect((await owner.model.listTerms({ args: { modelId } })).map(({ args }) => args.term)).toEqual([1, 2])
  expect((await owner.model.listVersions({ args: { modelId } })).map(({ args }) => args.uri)).toEqual([
    'ipfs://artifact',
  ])
})

test('error: what is not the sender’s', async () => {
  await expect(other.model.setPrice({ modelId, newPrice: 0n })).rejects.toBeInstanceOf(ModelRegistryNotOwnerError)
})

test('error: a model that is not there', async () => {
  await expect(owner.model.getModel({ modelId: 9n })).rejects.toBeInstanceOf(ModelRegistryUnknownModelError)
})

test('error: shares that do not sum', async () => {
  const newModel = { ...newModelOf(owner, [datanetId], receiptKey), ownerBps: 1 }
  const registering = owner.model.register({ newModel })
  await expect(registering).rejects.toBeInstanceOf(ModelRegistrySharesDoNotSumError)
  await expect(registering).rejects.toMatchObject({
    values: { protocolBps: 500n, ownerBps: 1n, baseBps: 0n, dataBps: 6_000n },
  })
})

test('error: a snapshot of the future, a window of five words', async () => {
  const version = newVersionOf([datanetId], 0n)
  const ahead = owner.model.publishVersion({ modelId, newVersion: { ...version, snapshot: 9n } })
  await expect(ahead).rejects.toBeInstanceOf(ModelRegistryBadSnapshotError)
  const odd = owner.model.publishVersion({ modelId, newVersion: { ...version, windowWords: 5 } })
  await expect(odd).rejects.toBeInstanceOf(ModelRegistryBadWindowWordsError)
})

test('a model has a new owner when that accepts it', async () => {
  await owner.model.offerOwnershipSync({ modelId, newOwner: other.account.address })
  expect(await owner.model.getOfferedOwner({ modelId })).toBe(other.account.address)
  await expect(owner.model.acceptOwnership({ modelId })).rejects.toBeInstanceOf(ModelRegistryNotOfferedOwnerError)
  const { previousOwner, newOwner } = await other.model.acceptOwnershipSync({ modelId })
  expect([previousOwner, newOwner]).toEqual([owner.account.address, other.account.address])
})

test('a model is retired for good', async () => {
  expect(await other.model.retireModelSync({ modelId })).toMatchObject({ modelId })
  expect(await other.model.getModel({ modelId })).toMatchObject({ retired: true, owner: other.account.address })
  await expect(other.model.setPrice({ modelId, newPrice: 1n })).rejects.toBeInstanceOf(ModelRegistryRetiredError)
})
