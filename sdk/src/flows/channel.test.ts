import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Hex, keccak256, padHex, parseEther, toHex } from 'viem'
import { getTransactionCount } from 'viem/actions'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { clientOf, keyOf } from '../../test/chain.ts'
import { newDatanet, newModelOf, type Party, type Stage, startStage } from '../../test/stage.ts'
import { outputRootOf } from '../attribution/trees.ts'
import { folderStore } from '../content/folder.ts'
import type { ContentStore } from '../content/store.ts'
import {
  ERC20InsufficientBalanceError,
  InferenceEscrowDepositTooSmallError,
  ModelRegistryDatanetsNotAscendingError,
} from '../errors/index.ts'
import { ReceiptDiffersError, ReceiptSignerError } from '../payment/check.ts'
import { recoverVoucher, signReceipt } from '../payment/index.ts'
import { canonicalBytes } from '../text/index.ts'
import {
  AnswerPendingError,
  AuthorizationCancelledError,
  acceptReceipt,
  type ChannelJournal,
  type ChannelState,
  forgetVoucher,
  nextVoucher,
  OtherModelError,
  openChannel,
  PriceTooHighError,
  type Promised,
  registerAndPublish,
} from './index.ts'

let stage: Stage
let owner: Party
let payer: Party
let folder: string
let store: ContentStore
let datanetId: bigint

const receiptKey = keyOf(20)
const PRICE = parseEther('1')

beforeAll(async () => {
  stage = await startStage()
  owner = await stage.enter(1)
  payer = await stage.enter(2)
  datanetId = (await owner.datanet.createDatanetSync({ newDatanet })).datanetId
  folder = await mkdtemp(join(tmpdir(), 'openledger-flows-'))
  store = folderStore(folder)
})
afterAll(async () => {
  await stage?.stop()
  await rm(folder, { recursive: true })
})

const countOf = (party: Party) => getTransactionCount(party, { address: party.account.address })
const artifact = new TextEncoder().encode('an artifact')

/** Crashes when a step begins. */
const crashAt = (wanted: string) => ({
  onProgress: ({ step }: { step: string }) => {
    if (step === wanted) throw new Error('crash')
  },
})

describe('registerAndPublish', () => {
  const publish = (more: Partial<registerAndPublish.Parameters> = {}) =>
    registerAndPublish(owner, {
      deployment: stage.deployment,
      newModel: newModelOf(owner, [datanetId], receiptKey),
      newVersion: { snapshot: 0n, windowWords: 8 },
      artifact,
      store,
      ...more,
    })

  test('default, after crashes between its steps, and again', async () => {
    await expect(publish(crashAt('store'))).rejects.toThrow('crash')
    await expect(publish(crashAt('publish'))).rejects.toThrow('crash')
    const nonce = await countOf(owner)
    const published = await publish()
    expect(published).toEqual({ modelId: 1n, version: 1, artifactHash: keccak256(artifact) })
    expect(await publish()).toEqual(published)
    expect(await countOf(owner)).toBe(nonce + 1)
    expect(await store.read('blobs', published.artifactHash)).toEqual(artifact)
    expect(await owner.model.getModelCount()).toBe(1n)
    expect(await owner.model.isActive({ modelId: 1n, number: 1 })).toBe(true)
  })

  test('behavior: another artifact is the next version of the same model', async () => {
    const next = await publish({ artifact: new TextEncoder().encode('another') })
    expect(next).toMatchObject({ modelId: 1n, version: 2 })
    expect(await owner.model.getModelCount()).toBe(1n)
  })

  test('error: a model of that name on other terms', async () => {
    const newModel = { ...newModelOf(owner, [datanetId], receiptKey), ownerBps: 3_400, dataBps: 6_100 }
    await expect(publish({ newModel })).rejects.toBeInstanceOf(OtherModelError)
    await expect(publish({ newModel })).rejects.toThrow(
      'Your model 1 is called "Answers" and has another owner’s share',
    )
  })

  test('error: what the chain refuses, before anything is sent', async () => {
    const nonce = await countOf(owner)
    const newModel = { ...newModelOf(owner, [datanetId, datanetId], receiptKey), name: 'Twice' }
    await expect(publish({ newModel })).rejects.toBeInstanceOf(ModelRegistryDatanetsNotAscendingError)
    expect(await countOf(owner)).toBe(nonce)
  })
})

describe('openChannel', () => {
  const sessionKey = keyOf(30).address
  let salt: Hex
  let number = 100
  beforeEach(() => {
    salt = padHex(toHex(++number), { size: 32 })
  })
  const open = (more: Partial<openChannel.Parameters> = {}, by: Party = payer) =>
    openChannel(by, { deployment: stage.deployment, modelId: 1n, amount: 3n * PRICE, salt, ...more })
  const balance = () => payer.token.getBalance({ account: payer.account.address })

  test('default: one transaction, no allowance', async () => {
    const [before, nonce] = [await balance(), await countOf(payer)]
    expect(await open()).toEqual({ balance: 3n * PRICE, hash: expect.any(String), sessionKeyFrom: undefined })
    expect([before - (await balance()), await countOf(payer)]).toEqual([3n * PRICE, nonce + 1])
  })

  test('behavior: a crash before the session key, and again: deposited once, whatever vouchers took of it', async () => {
    const before = await balance()
    await expect(open({ sessionKey, ...crashAt('sessionKey') })).rejects.toThrow('crash')
    const opened = await open({ sessionKey })
    expect(opened).toMatchObject({ hash: undefined, sessionKeyFrom: expect.any(BigInt) })
    const nonce = await countOf(payer)
    expect(await open({ sessionKey })).toMatchObject({ hash: undefined, sessionKeyFrom: 0n })
    expect([before - (await balance()), await countOf(payer)]).toEqual([3n * PRICE, nonce])
    const known = await payer.payment.getSessionKey({ modelId: 1n, payer: payer.account.address })
    expect(known.key).toBe(sessionKey)
  })

  test('behavior: a change of the session key takes its time', async () => {
    const other = keyOf(31).address
    const { sessionKeyFrom } = await open({ sessionKey: other })
    expect(sessionKeyFrom).toBeGreaterThan(0n)
    expect(await open({ sessionKey: other })).toMatchObject({ sessionKeyFrom })
  })

  test('error: a deposit that its signer cancelled', async () => {
    const nonce = await payer.payment.getAuthorizationNonce({ modelId: 1n, payer: payer.account.address, salt })
    const signature = await payer.account.signTypedData({
      domain: {
        name: 'OpenLedger',
        version: '1',
        chainId: stage.deployment.chainId,
        verifyingContract: stage.deployment.contracts.OpenToken,
      },
      types: {
        CancelAuthorization: [
          { name: 'authorizer', type: 'address' },
          { name: 'nonce', type: 'bytes32' },
        ],
      },
      primaryType: 'CancelAuthorization',
      message: { authorizer: payer.account.address, nonce },
    })
    const [r, s, v] = [signature.slice(0, 66), `0x${signature.slice(66, 130)}`, Number(`0x${signature.slice(130)}`)]
    await owner.token.cancelAuthorizationSync({ authorizer: payer.account.address, nonce, v, r: r as Hex, s: s as Hex })
    await expect(open()).rejects.toBeInstanceOf(AuthorizationCancelledError)
  })

  test('error: more than the payer has', async () => {
    await expect(open({ amount: parseEther('1000000') })).rejects.toBeInstanceOf(ERC20InsufficientBalanceError)
  })
})

describe('vouchers', () => {
  let state: ChannelState | undefined
  let written: ChannelState[]
  const journal: ChannelJournal = {
    read: async () => state,
    write: async (next) => {
      state = next
      written.push(next)
    },
  }
  beforeEach(() => {
    state = undefined
    written = []
  })

  const next = (request: string, more: Partial<nextVoucher.Parameters> = {}) =>
    nextVoucher(payer, { deployment: stage.deployment, modelId: 1n, journal, request, maxPrice: PRICE, ...more })
  const domain = () => ({ chainId: stage.deployment.chainId, escrow: stage.deployment.contracts.InferenceEscrow })
  const answerTo = async ({ voucher, from }: Promised, answer = 'The tide.', key = receiptKey) => {
    const { modelId, term, payer, cumulativeAmount } = voucher
    const outputRoot = outputRootOf(canonicalBytes(answer))
    const receipt = { modelId, term, version: 1, payer, from, to: cumulativeAmount, outputRoot }
    return { receipt, signature: await signReceipt(key, domain(), receipt), answer }
  }
  const accept = async (promised: Promised, more: object = {}) =>
    acceptReceipt(payer, { deployment: stage.deployment, journal, promised, ...(await answerTo(promised)), ...more })

  test('each promises one answer more, once its receipt is accepted', async () => {
    const first = await next('one')
    expect(first).toMatchObject({ from: 0n, isRepeated: false, voucher: { term: 1, cumulativeAmount: PRICE } })
    expect(await recoverVoucher(domain(), first.voucher, first.signature)).toBe(payer.account.address)
    expect(written).toEqual([{ term: 1, total: 0n, pending: { request: 'one', cumulativeAmount: PRICE, from: 0n } }])
    await accept(first)
    expect(state).toEqual({ term: 1, total: PRICE })
    expect(await next('two')).toMatchObject({ from: PRICE, voucher: { cumulativeAmount: 2n * PRICE } })
  })

  test('behavior: after a crash the same request has the same voucher, also when the price rose', async () => {
    const first = await next('one')
    await owner.model.setPriceSync({ modelId: 1n, newPrice: 2n * PRICE })
    expect(await next('one')).toEqual({ ...first, isRepeated: true })
    expect(written).toHaveLength(1)
    await accept(first)
    await expect(next('two')).rejects.toBeInstanceOf(PriceTooHighError)
    expect(await next('two', { maxPrice: 2n * PRICE })).toMatchObject({ voucher: { cumulativeAmount: 3n * PRICE } })
    await owner.model.setPriceSync({ modelId: 1n, newPrice: PRICE })
  })

  test('behavior: a refused one is forgotten', async () => {
    await next('one')
    await expect(next('two')).rejects.toBeInstanceOf(AnswerPendingError)
    await forgetVoucher(journal)
    expect(await next('two')).toMatchObject({ from: 0n, isRepeated: false })
  })

  test('behavior: what was redeemed counts where the journal is behind', async () => {
    const first = await next('one')
    const { voucher, signature } = first
    await owner.payment.redeemSync({ modelId: 1n, term: 1, vouchers: [{ ...voucher, signature }] })
    state = undefined
    expect(await next('two')).toMatchObject({ from: PRICE, voucher: { cumulativeAmount: 2n * PRICE } })
    state = { term: 9, total: 100n * PRICE }
    expect(await next('two')).toMatchObject({ from: PRICE })
  })

  test('behavior: a session key signs for its payer', async () => {
    const key = clientOf(stage, keyOf(30))
    const { voucher, signature } = await nextVoucher(key, {
      deployment: stage.deployment,
      modelId: 1n,
      journal,
      request: 'one',
      maxPrice: PRICE,
      payer: payer.account.address,
    })
    expect(
      await owner.payment.redeemSync({ modelId: 1n, term: 1, vouchers: [{ ...voucher, signature }] }),
    ).toMatchObject({
      events: [{ payer: payer.account.address, amount: PRICE }],
    })
  })

  test('error: more than the deposit holds, and nothing is written', async () => {
    state = { term: 1, total: 10n * PRICE }
    await expect(next('one')).rejects.toBeInstanceOf(InferenceEscrowDepositTooSmallError)
    expect(written).toEqual([])
  })

  test('error: a journal that cannot be written gives no voucher', async () => {
    const broken = { ...journal, write: () => Promise.reject(new Error('The disk is full.')) }
    await expect(next('one', { journal: broken })).rejects.toThrow('The disk is full.')
  })

  test('error: receipts for something else leave the voucher pending', async () => {
    const first = await next('one')
    const other = await answerTo(first, 'Another answer.')
    await expect(accept(first, { ...other, answer: 'The tide.' })).rejects.toBeInstanceOf(ReceiptDiffersError)
    await expect(accept(first, await answerTo(first, 'The tide.', keyOf(21)))).rejects.toBeInstanceOf(
      ReceiptSignerError,
    )
    const dear = { ...first, voucher: { ...first.voucher, cumulativeAmount: first.voucher.cumulativeAmount + 1n } }
    await expect(accept(first, await answerTo(dear))).rejects.toBeInstanceOf(ReceiptDiffersError)
    expect(state?.pending?.request).toBe('one')
  })
})
