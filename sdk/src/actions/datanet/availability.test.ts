import { encodePacked, keccak256 } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatanet, type Party, type Stage, startStage } from '../../../test/stage.ts'
import { ItemStatus, Standing } from '../../abis.ts'
import { encodeContribution } from '../../attribution/index.ts'
import {
  DataAvailabilityBondLockedError,
  DataAvailabilityBondTooSmallError,
  DataAvailabilityStillAnswerableError,
  DatanetRegistryBadSignatureError,
} from '../../errors/index.ts'
import { canonicalBytes, textRoot } from '../../text/index.ts'
import { buildTree, treeProof, treeRoot } from '../../trees/index.ts'

let stage: Stage
let relayer: Party
let contributor: Party
let validator: Party
let datanetId: bigint
let submissionId: bigint
const uri = 'openledger:leaves/0x'

beforeAll(async () => {
  stage = await startStage()
  relayer = await stage.enter(1)
  contributor = await stage.enter(2)
  validator = await stage.enter(3)
  datanetId = (await openDatanet(stage, { curator: relayer, validator })).datanetId
})
afterAll(() => stage?.stop())

const texts = ['the tide rises', 'the tide falls'].map((text) => canonicalBytes(text))
const tree = () => buildTree(leaves().map(encodeContribution))
const leaves = () => texts.map((text) => ({ contributor: contributor.account.address, textRoot: textRoot(text) }))
const leafOf = (leafIndex: number) => ({
  leafIndex,
  ...leaves()[leafIndex]!,
  siblings: [...treeProof(tree(), leafIndex)],
})

test('a relayer submits what its contributors signed for, with the bond', async () => {
  const deadline = Number((await relayer.getBlock()).timestamp) + 3_600
  const { account } = contributor
  const signed = async (leaf: Uint8Array) => {
    const leafHash = keccak256(encodePacked(['bytes1', 'bytes'], ['0x00', `0x${Buffer.from(leaf).toString('hex')}`]))
    const terms = { datanetId, contributor: account.address, leafHash, deadline }
    const hash = await relayer.datanet.getContributionDigest(terms)
    return { contributor: account.address, leafHash, deadline, signature: await account.sign({ hash }) }
  }
  const contributions = await Promise.all(leaves().map((leaf) => signed(encodeContribution(leaf))))
  const submission = { datanetId, root: treeRoot(tree()), count: 2, uri }
  const forged = contributions.map((one) => ({ ...one, contributor: relayer.account.address }))
  const forging = relayer.datanet.submitSigned({ ...submission, contributions: forged })
  await expect(forging).rejects.toBeInstanceOf(DatanetRegistryBadSignatureError)
  const poor = relayer.datanet.submitSigned({ ...submission, contributions, transaction: { value: 1n } })
  await expect(poor).rejects.toBeInstanceOf(DataAvailabilityBondTooSmallError)

  const submitted = await relayer.datanet.submitSignedSync({ ...submission, contributions })
  submissionId = submitted.submissionId
  expect(submitted).toMatchObject({ submitter: relayer.account.address, count: 2, parent: 0n })
  expect((await relayer.datanet.getBond({ submissionId })).free).toBeGreaterThan(0n)
  const [told] = await relayer.datanet.listSignedContributions({ args: { submissionId } })
  expect(told!.args.contributors).toEqual([account.address, account.address])
  await validator.datanet.approveSync({ submissionId })
  await expect(relayer.datanet.releaseBond({ submissionId })).rejects.toBeInstanceOf(DataAvailabilityBondLockedError)
})

test('a leaf that nobody shows is unavailable, until somebody does', async () => {
  const value = 10n ** 17n
  const leafIndexes = [0, 1]
  const { demandId } = await validator.datanet.demandLeavesSync({ submissionId, leafIndexes, transaction: { value } })
  expect(await relayer.datanet.getLeafItem({ submissionId, leafIndex: 0 })).toEqual({
    demandId,
    status: ItemStatus.Demanded,
  })
  const early = relayer.datanet.markUnavailable({ demandId, indexes: leafIndexes })
  await expect(early).rejects.toBeInstanceOf(DataAvailabilityStillAnswerableError)
  const answered = await relayer.datanet.answerLeavesSync({ submissionId, leaves: [leafOf(0)] })
  expect(answered.earned).toBeGreaterThan(0n)
  expect(await relayer.datanet.getDepositBalance({ account: relayer.account.address })).toBe(answered.earned)

  const { answerBy } = await relayer.datanet.getDataDemand({ demandId })
  await stage.time.setNextBlockTimestamp({ timestamp: BigInt(answerBy) })
  await stage.time.mine({ blocks: 1 })
  const marked = await relayer.datanet.markUnavailableSync({ demandId, indexes: leafIndexes })
  expect(marked.indexes).toEqual([1])
  expect(await relayer.datanet.getUnavailableItems({ submissionId, leafIndex: 1 })).toBe(1n)
  const standing = async (snapshot: bigint) =>
    (await relayer.datanet.getStanding({ submissionId, leafIndex: 1, snapshot })).standing
  expect(await standing(2n)).toBe(Standing.None)
  await relayer.datanet.answerLeavesSync({ submissionId, leaves: [leafOf(1)] })
  expect(await standing(2n)).toBe(Standing.None)
  expect(await standing(3n)).toBe(Standing.Eligible)
  expect((await relayer.datanet.listUnavailable()).map(({ args }) => args.sequence)).toEqual([2n])
  expect((await relayer.datanet.listAvailable()).map(({ args }) => args.sequence)).toEqual([3n])
})

test('chunks of a text are demanded and shown; deposits are withdrawn', async () => {
  const value = 10n ** 17n
  const chunks = [0, 1]
  const demanded = await validator.datanet.demandChunksSync({
    submissionId,
    leaf: leafOf(0),
    chunks,
    transaction: { value },
  })
  expect(demanded.chunks).toEqual(chunks)
  const length = BigInt(texts[0]!.length)
  const data = `0x${Buffer.from(texts[0]!).toString('hex')}` as const
  const runs = [{ firstChunk: 0, data, siblings: [[]] }]
  await relayer.datanet.answerChunksSync({ submissionId, leafIndex: 0, length, runs })
  const treeRootOfText = treeRoot(buildTree([texts[0]!]))
  const absent = { submissionId, leafIndex: 0, length, treeRoot: treeRootOfText, chunks: [1] }
  await relayer.datanet.answerAbsentSync(absent)
  expect(await relayer.datanet.getChunkItem({ submissionId, leafIndex: 0, chunk: 1 })).toMatchObject({
    status: ItemStatus.Answered,
  })
  const recipient = '0x00000000000000000000000000000000000000aa'
  const { amount } = await relayer.datanet.withdrawDepositsSync({ recipient })
  expect(amount).toBeGreaterThan(0n)
  expect(await relayer.datanet.getDepositBalance({ account: relayer.account.address })).toBe(0n)
})
