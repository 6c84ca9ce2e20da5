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
  ModelRegistryNotOwnerError,
  ModelRegistrySharesDoNotSumError,
  ModelRegistryUnknownModelError,
} from '../../errors/index.ts'

let stage: Stage
let owner: Party
let other: Party
let datanetId: bigint
let modelId: bigint
const receiptKey = keyOf(20)

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
    revenue: { protocolBps: 500, ownerBps: 3_500, dataBps: 6_000 },
    price: 10n ** 18n,
    term: 1,
    latestVersion: 1,
  })
  const term = await owner.model.getTerm({ modelId, number: 1 })
  expect(term).toMatchObject({ operator: owner.account.address, receiptKey: receiptKey.address })
  expect(await owner.model.getModelDatanets({ modelId })).toEqual([datanetId])
  expect(await owner.model.getModelCount()).toBe(1n)
})

test('a version is frozen', async () => {
  expect(await owner.model.getVersion({ modelId, number: 1 })).toMatchObject({ snapshot: 0n, windowWords: 8 })
  expect(await owner.model.getVersionDatanets({ modelId, number: 1 })).toEqual([datanetId])
  expect(await owner.model.versionIncludes({ modelId, number: 1, datanetId })).toBe(true)
  expect(await owner.model.versionIncludes({ modelId, number: 2, datanetId })).toBe(false)
})

test('the price changes', async () => {
  expect(await owner.model.setPriceSync({ modelId, newPrice: 7n })).toMatchObject({ modelId, price: 7n })
  expect(await owner.model.getModel({ modelId })).toMatchObject({ price: 7n })
})

test('its events tell all of it', async () => {
  expect((await owner.model.listModels()).map(({ args }) => args.name)).toEqual(['Answers'])
  expect((await owner.model.listTerms({ args: { modelId } })).map(({ args }) => args.term)).toEqual([1])
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
  await expect(registering).rejects.toMatchObject({ values: { protocolBps: 500n, ownerBps: 1n, dataBps: 6_000n } })
})

test('error: a snapshot of the future, a window of five words', async () => {
  const version = newVersionOf([datanetId], 0n)
  const ahead = owner.model.publishVersion({ modelId, newVersion: { ...version, snapshot: 9n } })
  await expect(ahead).rejects.toBeInstanceOf(ModelRegistryBadSnapshotError)
  const odd = owner.model.publishVersion({ modelId, newVersion: { ...version, windowWords: 5 } })
  await expect(odd).rejects.toBeInstanceOf(ModelRegistryBadWindowWordsError)
})
