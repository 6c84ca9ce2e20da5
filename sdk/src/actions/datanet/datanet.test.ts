import { zeroHash } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newDatanet, type Party, type Stage, stake, startStage, treeOf } from '../../../test/stage.ts'
import { Standing, SubmissionStatus } from '../../abis.ts'
import {
  DatanetRegistryAlreadyVotedError,
  DatanetRegistryNotContributionError,
  DatanetRegistryNotCuratorError,
  DatanetRegistryNotPendingError,
  DatanetRegistryNoValidatorsError,
  DatanetRegistryStakeTooSmallError,
  DatanetRegistryUnknownDatanetError,
  DatanetRegistryZeroRootError,
  DatanetReservesNotReserveClaimError,
} from '../../errors/index.ts'
import { treeProof } from '../../trees/index.ts'

let stage: Stage
let curator: Party
let contributor: Party
let validators: Party[]
let datanetId: bigint
const uri = 'openledger:leaves/0x'

beforeAll(async () => {
  stage = await startStage()
  curator = await stage.enter(1)
  contributor = await stage.enter(2)
  validators = [await stage.enter(3), await stage.enter(4), await stage.enter(5)]
})
afterAll(() => stage?.stop())

const texts = () =>
  treeOf(['the tide rises', 'the tide falls'].map((text) => ({ contributor: contributor.account.address, text })))

test('create a datanet and name its validators', async () => {
  const created = await curator.datanet.createDatanetSync({ newDatanet })
  datanetId = created.datanetId
  expect(created).toMatchObject({ datanetId: 1n, curator: curator.account.address, licence: 'MIT', reserveBps: 1_000 })
  expect(await curator.datanet.getReserveAccount({ datanetId })).toBe(created.reserveAccount)
  expect(await curator.datanet.getReserveBps({ datanetId })).toBe(1_000)

  const submitting = contributor.datanet.submit({ datanetId, ...texts(), uri })
  await expect(submitting).rejects.toBeInstanceOf(DatanetRegistryNoValidatorsError)

  const accounts = validators.map(({ account }) => account.address)
  const naming = contributor.datanet.nameValidators({ datanetId, validators: accounts })
  await expect(naming).rejects.toBeInstanceOf(DatanetRegistryNotCuratorError)
  const { validatorSet } = await curator.datanet.nameValidatorsSync({ datanetId, validators: accounts })
  expect(await curator.datanet.getValidators({ validatorSet })).toEqual(accounts)
  expect(await curator.datanet.getDatanet({ datanetId })).toEqual({
    curator: curator.account.address,
    reserveBps: 1_000,
    validatorSet,
    terms: newDatanet.terms,
  })
  expect(await curator.datanet.getDatanetCount()).toBe(1n)
})

describe('a submission', () => {
  let submissionId: bigint

  test('is submitted', async () => {
    const { root, count } = texts()
    const submitted = await contributor.datanet.submitSync({ datanetId, root, count, uri })
    submissionId = submitted.submissionId
    expect(submitted).toMatchObject({ submissionId: 1n, datanetId, root, count: 2, uri })
    expect(await contributor.datanet.getSubmission({ submissionId })).toMatchObject({
      root,
      status: SubmissionStatus.Pending,
    })
    expect(await contributor.datanet.getSubmissionCount()).toBe(1n)
  })

  test('error: a vote without stake', async () => {
    const voting = validators[0]!.datanet.approve({ submissionId })
    await expect(voting).rejects.toBeInstanceOf(DatanetRegistryStakeTooSmallError)
  })

  test('is accepted by the second of three votes, whatever the third says', async () => {
    for (const validator of validators) await stake(validator, stage)
    const [first, second, third] = validators
    expect(await first!.datanet.approveSync({ submissionId })).toMatchObject({ approvals: 1 })
    await expect(first!.datanet.approve({ submissionId })).rejects.toBeInstanceOf(DatanetRegistryAlreadyVotedError)
    expect(await third!.datanet.rejectSync({ submissionId })).toMatchObject({ rejections: 1 })
    expect(await second!.datanet.approveSync({ submissionId })).toMatchObject({ approvals: 2 })
    const submission = await first!.datanet.getSubmission({ submissionId })
    expect(submission).toMatchObject({ status: SubmissionStatus.Accepted, sequence: 1n })
    expect(await first!.datanet.getSequence()).toBe(1n)
    await expect(third!.datanet.reject({ submissionId })).rejects.toBeInstanceOf(DatanetRegistryNotPendingError)
  })

  test('loses a contribution that its contributor revokes, for later snapshots', async () => {
    const { leaves, tree, root } = texts()
    const leaf = { submissionId, leafIndex: 1, ...leaves[1]!, proof: treeProof(tree, 1) }
    const wrong = contributor.datanet.revoke({ ...leaf, leafIndex: 0 })
    await expect(wrong).rejects.toBeInstanceOf(DatanetRegistryNotContributionError)
    expect(await contributor.datanet.revokeSync(leaf)).toMatchObject({ leafIndex: 1, sequence: 2n })
    expect(await contributor.datanet.getLeafRevokedAt(leaf)).toBe(2n)
    const standing = { datanetId, root, count: 2 }
    expect(await contributor.datanet.getStanding({ ...leaf, snapshot: 1n })).toEqual({
      ...standing,
      standing: Standing.Eligible,
    })
    expect(await contributor.datanet.getStanding({ ...leaf, snapshot: 2n })).toEqual({
      ...standing,
      standing: Standing.Revoked,
    })
  })

  test('is revoked whole by the curator', async () => {
    expect(await curator.datanet.revokeSubmissionSync({ submissionId })).toMatchObject({ submissionId, sequence: 3n })
  })

  test('is told by its events', async () => {
    const of = { args: { submissionId } }
    expect((await curator.datanet.listDatanets()).map(({ args }) => args.name)).toEqual(['Tides'])
    expect((await curator.datanet.listValidatorSets()).map(({ args }) => args.validators.length)).toEqual([3])
    expect((await curator.datanet.listSubmissions(of)).map(({ args }) => args.uri)).toEqual([uri])
    expect((await curator.datanet.listAcceptances(of)).map(({ args }) => args.sequence)).toEqual([1n])
    expect((await curator.datanet.listRevocations(of)).map(({ args }) => args.sequence)).toEqual([2n])
    expect((await curator.datanet.listSubmissionRevocations(of)).map(({ args }) => args.sequence)).toEqual([3n])
    expect(await curator.datanet.listSubmissions({ args: { submissionId: 99n } })).toEqual([])
  })
})

test('a reserve grows by what it is given', async () => {
  await curator.token.approveSync({ spender: stage.deployment.contracts.DatanetReserves, value: 5n })
  const given = await curator.datanet.fundReserveSync({ datanetId, amount: 5n })
  expect(given).toMatchObject({ datanetId, from: curator.account.address, amount: 5n })
  expect(await curator.datanet.getReserve({ datanetId })).toBe(5n)
})

describe('what the registry refuses', () => {
  test('error: a zero root', async () => {
    const submitting = contributor.datanet.submit({ datanetId, root: zeroHash, count: 1, uri })
    await expect(submitting).rejects.toBeInstanceOf(DatanetRegistryZeroRootError)
  })

  test('error: a datanet that is not there', async () => {
    const reading = contributor.datanet.getDatanet({ datanetId: 99n })
    await expect(reading).rejects.toBeInstanceOf(DatanetRegistryUnknownDatanetError)
    await expect(reading).rejects.toThrowError('There is no datanet 99: use the id that its creation returned.')
  })

  test('error: a claim that is not the reserve’s', async () => {
    const collecting = curator.datanet.collectReserve({
      datanetId,
      claims: [foreignClaim(contributor.account.address)],
    })
    await expect(collecting).rejects.toBeInstanceOf(DatanetReservesNotReserveClaimError)
  })
})

function foreignClaim(account: `0x${string}`) {
  const commitment = {
    modelId: 1n,
    term: 1,
    inferencesRoot: zeroHash,
    inferenceCount: 1,
    dataFees: 1n,
    payoutsRoot: zeroHash,
    payoutCount: 1,
    earned: 1n,
    creditCount: 0n,
    entryCount: 0n,
    bundleHash: zeroHash,
    bundleSize: 1n,
  }
  const times = { committedAt: 0, demandsUntil: 0, responsePeriod: 0, challengesUntil: 0, versionsSince: 0 }
  return {
    batchId: 1n,
    batch: { commitment, operator: account, bond: 0n, ...times },
    payout: {
      payout: { account, entriesRoot: zeroHash, entryCount: 1, firstEntry: 0n },
      amount: 1n,
      index: 0,
      siblings: [],
      siblingSums: [],
    },
  }
}
