import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createWalletClient, custom, type Hex, http, parseEther } from 'viem'
import { getTransactionCount, sendRawTransaction } from 'viem/actions'
import { foundry } from 'viem/chains'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newDatanet, type Party, type Stage, stake, startStage } from '../../test/stage.ts'
import { SubmissionStatus } from '../abis.ts'
import { encodeContribution } from '../attribution/encoding.ts'
import { folderStore } from '../content/folder.ts'
import { decodeLeaves } from '../content/leaves.ts'
import type { ContentStore } from '../content/store.ts'
import {
  DatanetRegistryNotValidatorError,
  DatanetReservesFeesAboveMostError,
  ERC20InsufficientBalanceError,
  NoWordsError,
} from '../errors/index.ts'
import { canonicalBytes, textRoot } from '../text/index.ts'
import { buildTree, treeRoot } from '../trees/index.ts'
import {
  approveSubmission,
  contributeFiles,
  getContributionCost,
  NoTextsError,
  SubmissionContentError,
  TextChangedError,
  type TextFile,
} from './index.ts'

let stage: Stage
let curator: Party
let author: Party
let validator: Party
let datanetId: bigint
let folder: string
let store: ContentStore

const FEE = parseEther('2')

beforeAll(async () => {
  stage = await startStage()
  curator = await stage.enter(1)
  author = await stage.enter(2)
  validator = await stage.enter(3)
  await stake(validator, stage)
  datanetId = (await curator.datanet.createDatanetSync({ newDatanet })).datanetId
  await curator.datanet.nameValidatorsSync({
    datanetId,
    validators: [curator.account.address, validator.account.address],
  })
  await curator.datanet.setVerificationFeeSync({ datanetId, fee: FEE })
  folder = await mkdtemp(join(tmpdir(), 'openledger-flows-'))
})
afterAll(async () => {
  await stage?.stop()
  await rm(folder, { recursive: true })
})

let number = 0
let texts: TextFile[]
beforeEach(() => {
  number++
  store = folderStore(join(folder, String(number)))
  texts = [
    { name: 'a.txt', text: `The tide rises, ${number}.` },
    { name: 'b.txt', text: async () => `The tide falls, ${number}.` },
    { name: 'copy.txt', text: `the TIDE rises ${number}` },
  ]
})

const contribute = (
  more?: Partial<contributeFiles.Parameters>,
  client: Parameters<typeof contributeFiles>[0] = author,
) => contributeFiles(client, { deployment: stage.deployment, datanetId, texts, store, maxFees: 2n * FEE, ...more })
const submitted = () => author.datanet.listSubmissions({ args: { submitter: author.account.address } })
const balance = () => author.token.getBalance({ account: author.account.address })
const bytesOf = (text: string) => new TextEncoder().encode(text)

/** The author's client, where something happens to each transaction on its way, or to another request. */
function clientThat(
  onRequest: (parameter: Hex, go: () => Promise<unknown>) => Promise<unknown>,
  wanted = 'eth_sendRawTransaction',
) {
  const node = http(stage.url)({ chain: foundry })
  const request = ({ method, params }: { method: string; params?: unknown }) => {
    const go = () => node.request({ method, params } as never)
    return method === wanted ? onRequest((params as [Hex] | undefined)?.[0] ?? '0x', go) : go()
  }
  return createWalletClient({
    account: author.account,
    chain: foundry,
    transport: custom({ request }, { retryCount: 0 }),
    pollingInterval: 20,
  })
}

describe('contributeFiles', () => {
  test('default', async () => {
    const before = await balance()
    const told: string[] = []
    const result = await contribute({ onProgress: ({ step, done, of }) => void told.push(`${step} ${done}/${of}`) })
    expect(result).toMatchObject({ count: 2, status: SubmissionStatus.Pending, hash: expect.stringMatching(/^0x/) })
    expect(result.texts.map(({ name, leafIndex }) => [name, leafIndex])).toEqual([
      ['a.txt', 0],
      ['b.txt', 1],
      ['copy.txt', 0],
    ])
    expect(told.slice(0, 6)).toEqual(['hash 0/3', 'hash 1/3', 'hash 2/3', 'hash 3/3', 'submit 0/1', 'submit 1/1'])
    expect(told.slice(6)).toEqual(['publish 0/3', 'publish 1/3', 'publish 2/3', 'publish 3/3'])
    expect(await author.datanet.getSubmission(result)).toMatchObject({ datanetId, root: result.root, count: 2 })
    const leaves = decodeLeaves(await store.read('leaves', result.root))
    expect(leaves.map((leaf) => leaf?.contributor)).toEqual([author.account.address, author.account.address])
    expect(await store.read('originals', result.texts[1]!.textRoot)).toEqual(bytesOf(`The tide falls, ${number}.`))
    expect(before - (await balance())).toBe(2n * FEE)
    expect(await getContributionCost(author, { deployment: stage.deployment, datanetId, count: 2 })).toEqual({
      fees: 2n * FEE,
      bond: expect.toSatisfy((bond: bigint) => bond > 0n),
    })
  })

  test('behavior: the same again finds what was done', async () => {
    const first = await contribute()
    const [before, count] = [await balance(), (await submitted()).length]
    expect(await contribute()).toEqual({ ...first, hash: undefined })
    expect([await balance(), (await submitted()).length]).toEqual([before, count])
  })

  test('behavior: again on purpose, where the former does not count', async () => {
    const first = await contribute()
    const second = await contribute({ after: first.submissionId })
    expect(second.submissionId).toBeGreaterThan(first.submissionId)
    expect((await contribute({ after: first.submissionId })).submissionId).toBe(second.submissionId)
  })

  test('behavior: nothing is published before the root is on chain', async () => {
    const failing = clientThat(() => Promise.reject(new Error('The line is dead.')))
    await expect(contribute({}, failing)).rejects.toThrow('The line is dead.')
    await expect(readdir(join(folder, String(number)))).rejects.toThrow('ENOENT')
  })

  test('behavior: a crash after the approval pays no second one', async () => {
    const [before, count] = [await balance(), (await submitted()).length]
    let sent = 0
    const crashing = clientThat((_, go) => (++sent === 1 ? go() : Promise.reject(new Error('crash'))))
    await expect(contribute({}, crashing)).rejects.toThrow('crash')
    const nonce = await getTransactionCount(author, { address: author.account.address })
    await contribute()
    expect(await getTransactionCount(author, { address: author.account.address })).toBe(nonce + 1)
    expect([before - (await balance()), (await submitted()).length - count]).toEqual([2n * FEE, 1])
  })

  test('behavior: a crash while it publishes', async () => {
    const count = (await submitted()).length
    let isBroken = true
    const breaking: ContentStore = {
      ...store,
      write: (...all) => (all[0] === 'leaves' && isBroken ? Promise.reject(new Error('crash')) : store.write(...all)),
    }
    await expect(contribute({ store: breaking })).rejects.toThrow('crash')
    isBroken = false
    const { root } = await contribute({ store: breaking })
    expect(decodeLeaves(await store.read('leaves', root))).toHaveLength(2)
    expect((await submitted()).length).toBe(count + 1)
  })

  test('behavior: a crash while the transaction is pending', async () => {
    const [before, count] = [await balance(), (await submitted()).length]
    const controller = new AbortController()
    let sent = 0
    const client = clientThat(async (_, go) => {
      if (++sent === 2) await stage.time.setAutomine(false)
      const hash = await go()
      if (sent === 2) setTimeout(() => controller.abort(new Error('killed')), 50)
      return hash
    })
    await expect(contribute({ signal: controller.signal }, client)).rejects.toThrow('killed')
    expect((await submitted()).length).toBe(count)
    const again = contribute()
    await new Promise((resolve) => setTimeout(resolve, 300))
    await stage.time.mine({ blocks: 1 })
    await stage.time.setAutomine(true)
    expect(await again).toMatchObject({ hash: undefined, count: 2 })
    expect([before - (await balance()), (await submitted()).length - count]).toEqual([2n * FEE, 1])
  })

  test('behavior: a transaction that got lost and comes back is not mined beside the second', async () => {
    const [before, count] = [await balance(), (await submitted()).length]
    let sent = 0
    let lost: Hex | undefined
    const losing = clientThat((raw, go) => {
      if (++sent === 1) return go()
      lost = raw
      return Promise.reject(new Error('killed'))
    })
    await expect(contribute({}, losing)).rejects.toThrow('killed')
    await contribute()
    await expect(sendRawTransaction(author, { serializedTransaction: lost! })).rejects.toThrow('nonce too low')
    expect([before - (await balance()), (await submitted()).length - count]).toEqual([2n * FEE, 1])
  })

  test('behavior: another process is faster, between the look at the chain and the sending', async () => {
    await curator.datanet.setVerificationFeeSync({ datanetId, fee: 0n })
    const count = (await submitted()).length
    let faster: Promise<unknown> | undefined
    let asked = 0
    // The chain's id is asked for by each simulation and each sending: here by the second of them.
    const slow = clientThat(async (_, go) => {
      if (++asked === 2) {
        faster = contribute()
        await faster
      }
      return go()
    }, 'eth_chainId')
    const { submissionId, hash } = await contribute({}, slow)
    expect(hash).toBeUndefined()
    expect(await faster).toMatchObject({ submissionId, hash: expect.any(String) })
    expect((await submitted()).length).toBe(count + 1)
    await curator.datanet.setVerificationFeeSync({ datanetId, fee: FEE })
  })

  test.each([FEE, 0n])('behavior: several at the same time submit once, at a fee of %i', async (fee) => {
    await curator.datanet.setVerificationFeeSync({ datanetId, fee })
    const [before, count] = [await balance(), (await submitted()).length]
    const all = await Promise.all([contribute(), contribute(), contribute()])
    expect(new Set(all.map(({ submissionId }) => submissionId)).size).toBe(1)
    expect([before - (await balance()), (await submitted()).length - count]).toEqual([2n * fee, 1])
    await curator.datanet.setVerificationFeeSync({ datanetId, fee: FEE })
  })

  test('behavior: several of different texts at the same time', async () => {
    const [before, count] = [await balance(), (await submitted()).length]
    const texts = ['one', 'two', 'three'].map((text) => [{ text: `${text} ${number}` }])
    const all = await Promise.all(texts.map((texts) => contribute({ texts })))
    expect(new Set(all.map(({ submissionId }) => submissionId)).size).toBe(3)
    expect([before - (await balance()), (await submitted()).length - count]).toEqual([6n * FEE, 3])
  })

  test('error: aborted, and nothing is sent', async () => {
    const nonce = await getTransactionCount(author, { address: author.account.address })
    await expect(contribute({ signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough')
    const onProgress = ({ step }: { step: string }) => {
      if (step === 'submit') throw new Error('changed my mind')
    }
    await expect(contribute({ onProgress })).rejects.toThrow('changed my mind')
    expect(await getTransactionCount(author, { address: author.account.address })).toBe(nonce)
  })

  test('error: aborted by a clock in the midst of computing', async () => {
    const many = Array.from({ length: 20_000 }, (_, i) => ({ text: `${i} ${'word '.repeat(200)}` }))
    let hashed = 0
    const onProgress = ({ step, done }: { step: string; done: number }) => {
      if (step === 'hash') hashed = done
    }
    const signal = AbortSignal.timeout(100)
    await expect(contribute({ texts: many, signal, onProgress })).rejects.toMatchObject({ name: 'TimeoutError' })
    expect(hashed).toBeLessThan(many.length)
  })

  test('error: higher fees than agreed to, or than there is, before anything is sent', async () => {
    const nonce = await getTransactionCount(author, { address: author.account.address })
    await expect(contribute({ maxFees: 2n * FEE - 1n })).rejects.toBeInstanceOf(DatanetReservesFeesAboveMostError)
    await expect(contribute({ maxFees: undefined })).rejects.toBeInstanceOf(DatanetReservesFeesAboveMostError)
    const poor = await stage.enter(9)
    await poor.token.transferSync({ to: author.account.address, value: parseEther('100000') - 1n })
    await expect(contribute({}, poor)).rejects.toBeInstanceOf(ERC20InsufficientBalanceError)
    expect(
      await poor.token.getAllowance({
        owner: poor.account.address,
        spender: stage.deployment.contracts.DatanetReserves,
      }),
    ).toBe(0n)
    expect(await getTransactionCount(author, { address: author.account.address })).toBe(nonce)
  })

  test('error: no texts, and a text without words', async () => {
    await expect(contribute({ texts: [] })).rejects.toBeInstanceOf(NoTextsError)
    const empty = contribute({ texts: [...texts, { name: 'empty.txt', text: ' -- ' }] })
    await expect(empty).rejects.toBeInstanceOf(NoWordsError)
    await expect(empty).rejects.toThrow('empty.txt')
  })

  test('error: a text that changes on the way', async () => {
    let asked = 0
    const changing = { name: 'diary.txt', text: () => `Day ${++asked}, ${number}.` }
    await expect(contribute({ texts: [changing] })).rejects.toThrow(TextChangedError)
    await expect(store.read('texts', textRoot(canonicalBytes(`Day 2, ${number}.`)))).rejects.toThrow('no texts/')
  })
})

describe('approveSubmission', () => {
  const approve = (submissionId: bigint, more?: Partial<approveSubmission.Parameters>, by = validator) =>
    approveSubmission(by, { deployment: stage.deployment, submissionId, store, review: () => undefined, ...more })

  test('default', async () => {
    const { submissionId } = await contribute()
    const before = await validator.token.getBalance({ account: validator.account.address })
    const seen: unknown[] = []
    const result = await approve(submissionId, {
      review: ({ leafIndex, contributor, canonical, original }) => {
        seen[leafIndex] = [contributor, new TextDecoder().decode(canonical), new TextDecoder().decode(original)]
      },
    })
    expect(result).toEqual({ status: SubmissionStatus.Pending, fee: FEE })
    expect(seen).toEqual([
      [author.account.address, `the tide rises ${number}`, `The tide rises, ${number}.`],
      [author.account.address, `the tide falls ${number}`, `The tide falls, ${number}.`],
    ])
    expect((await validator.token.getBalance({ account: validator.account.address })) - before).toBe(FEE)
    // And again, with nothing to do.
    const nonce = await getTransactionCount(validator, { address: validator.account.address })
    expect(await approve(submissionId, { review: () => Promise.reject(new Error('looked again')) })).toEqual(result)
    expect(await getTransactionCount(validator, { address: validator.account.address })).toBe(nonce)
  })

  test('behavior: a crash between vote and fee', async () => {
    const { submissionId } = await contribute()
    const onProgress = ({ step }: { step: string }) => {
      if (step === 'fee') throw new Error('crash')
    }
    await expect(approve(submissionId, { onProgress })).rejects.toThrow('crash')
    expect(await approve(submissionId)).toMatchObject({ fee: FEE })
    const { approvals } = await validator.datanet.getSubmission({ submissionId })
    expect(approvals).toBe(1)
  })

  test('error: the review finds something, and nothing is voted', async () => {
    const { submissionId } = await contribute()
    const review = () => Promise.reject(new Error('That is my book.'))
    await expect(approve(submissionId, { review })).rejects.toThrow('That is my book.')
    expect(await validator.datanet.getVote({ submissionId, account: validator.account.address })).toMatchObject({
      voted: false,
    })
  })

  test('error: no validator', async () => {
    const { submissionId } = await contribute()
    await expect(approve(submissionId, {}, author)).rejects.toBeInstanceOf(DatanetRegistryNotValidatorError)
  })

  test('error: content that is missing, short, or no contribution', async () => {
    await expect(
      approve((await contribute({ store: folderStore(join(folder, 'elsewhere')) })).submissionId),
    ).rejects.toThrow('no leaves/')
    const leaf = encodeContribution({ contributor: author.account.address, textRoot: `0x${'12'.repeat(32)}` })
    const forged = leaf.slice()
    forged[0] = 1
    for (const [leaves, count, reason] of [
      [[leaf], 2, 'states 2 leaves and has 1'],
      [[forged], 1, 'leaf 0 is no contribution'],
      [[leaf], 1, 'no texts/'],
    ] as const) {
      const root = treeRoot(buildTree([...leaves]))
      await store.write('leaves', root, leaves[0])
      await author.token.approveSync({ spender: stage.deployment.contracts.DatanetReserves, value: 2n * FEE })
      const { submissionId } = await author.datanet.submitSync({ datanetId, root, count, uri: 'x', maxFees: 2n * FEE })
      const approving = approve(submissionId)
      await expect(approving).rejects.toThrow(reason)
      if (reason !== 'no texts/') await expect(approving).rejects.toBeInstanceOf(SubmissionContentError)
    }
  })
})
