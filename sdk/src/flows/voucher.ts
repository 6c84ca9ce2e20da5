import type { Address, Hex } from 'viem'
import { signTypedData } from 'viem/actions'
import * as model from '../actions/model/index.ts'
import * as payment from '../actions/payment/index.ts'
import type { Client, Compute, OfDeployment } from '../actions/types.ts'
import type { Transaction } from '../actions/write.ts'
import { OpenLedgerError } from '../errors/base.ts'
import { InferenceEscrowDepositTooSmallError } from '../errors/contract/inferenceEscrow.ts'
import { checkReceipt } from '../payment/check.ts'
import type { Receipt } from '../payment/receipt.ts'
import { signVoucher, type Voucher } from '../payment/voucher.ts'
import { senderOf } from './flow.ts'

/** What a payer knows of one model and the chain does not: keep it where a crash cannot reach it. */
export type ChannelState = {
  term: number
  /** Where the last receipt ends, in wei. */
  total: bigint
  /** A voucher that was signed and whose answer has not come: what was asked, and the total that it promises. */
  pending?: { request: string; cumulativeAmount: bigint; from: bigint } | undefined
}

/** Where a channel's state is kept, for one process at a time: a file, a database. `write` is done once the state is safe. */
export type ChannelJournal = {
  read(): Promise<ChannelState | undefined>
  write(state: ChannelState): Promise<void>
}

/** The model asks for more than the payer agreed to. */
export class PriceTooHighError extends OpenLedgerError {
  readonly price: bigint

  constructor(modelId: bigint, price: bigint, most: bigint) {
    super(
      `Model ${modelId} asks ${price} wei for an answer and you agreed to ${most}: raise \`maxPrice\`, or ask another model.`,
    )
    this.price = price
  }
}

/** An earlier answer was promised money and has not come. */
export class AnswerPendingError extends OpenLedgerError {
  readonly request: string

  constructor(request: string) {
    super(
      'An earlier request was paid and its answer has not come: ask that again first, or call `forgetVoucher` where the operator refused it.',
    )
    this.request = request
  }
}

/** A voucher, and what it buys. */
export type Promised = {
  voucher: Voucher
  signature: Hex
  /** The payer's running total before the answer, in wei. */
  from: bigint
  /** Whether it was promised before, for the same request. */
  isRepeated: boolean
}

type Parameters = Compute<
  OfDeployment & {
    modelId: bigint
    journal: ChannelJournal
    /** What is asked, in words or by a name of your own: the same again costs nothing until it is answered. */
    request: string
    /** Most wei of OPEN for the answer: the model's owner may change the price at any time. */
    maxPrice: bigint
    /** Whose deposit pays; the signer's unless told, which is then the payer's session key. */
    payer?: Address | undefined
    transaction?: Pick<NonNullable<Transaction['transaction']>, 'account'> | undefined
  }
>

/**
 * Signs the voucher for one answer more. The journal holds it before anybody sees it, so that after a crash the same
 * request gets the same voucher and is not paid twice; `acceptReceipt` closes it.
 * @throws PriceTooHighError @throws AnswerPendingError @throws InferenceEscrowDepositTooSmallError
 */
export async function nextVoucher(client: Client, parameters: Parameters): Promise<Promised> {
  const { deployment, modelId, journal, request, maxPrice } = parameters
  const signer = senderOf(client, parameters)
  const payer = parameters.payer ?? signer.address
  const { term, price } = await model.getModel(client, { deployment, modelId })
  const [kept, charged, { balance }] = await Promise.all([
    journal.read(),
    payment.getCharged(client, { deployment, modelId, term, payer }),
    payment.getDeposit(client, { deployment, modelId, payer }),
  ])
  // A term's vouchers are void when it ends: the next begins at what the chain says.
  const state = kept?.term === term ? kept : { term, total: charged }
  if (state.pending && state.pending.request !== request) throw new AnswerPendingError(state.pending.request)
  const isBehind = state.total < charged
  const from = state.pending?.from ?? (isBehind ? charged : state.total)
  const cumulativeAmount = state.pending?.cumulativeAmount ?? from + price
  if (cumulativeAmount - from > maxPrice) throw new PriceTooHighError(modelId, cumulativeAmount - from, maxPrice)
  const needed = cumulativeAmount > charged ? cumulativeAmount - charged : 0n
  if (needed > balance) throw new InferenceEscrowDepositTooSmallError({ payer, needed, balance })
  if (!state.pending) await journal.write({ term, total: state.total, pending: { request, cumulativeAmount, from } })
  const voucher = { payer, modelId, term, cumulativeAmount }
  const account = { signTypedData: (data: object) => signTypedData(client, { ...data, account: signer } as never) }
  const signature = await signVoucher(account as never, domainOf(parameters), voucher)
  return { voucher, signature, from, isRepeated: state.pending !== undefined }
}

type VerifyParameters = OfDeployment & {
  receipt: Receipt
  signature: Hex
  /** The answer as it was given. */
  answer: string
  /** What `nextVoucher` gave for it. */
  promised: Pick<Promised, 'voucher' | 'from'>
}

/** The operator refused the voucher and sold nothing for it. */
export async function forgetVoucher(journal: ChannelJournal): Promise<void> {
  const state = await journal.read()
  if (state?.pending) await journal.write({ term: state.term, total: state.total })
}

/**
 * Checks the receipt of an answer: that the term's receipt key signed it, for this answer at this price.
 * @throws MalformedSignatureError @throws ReceiptSignerError @throws ReceiptDiffersError
 */
export async function verifyReceipt(
  client: Client,
  { deployment, receipt, signature, answer, promised }: VerifyParameters,
): Promise<void> {
  const { payer, modelId, term, cumulativeAmount } = promised.voucher
  const { receiptKey } = await model.getTerm(client, { deployment, modelId, number: term })
  const expected = { modelId, term, payer, from: promised.from, price: cumulativeAmount - promised.from }
  await checkReceipt({ domain: domainOf({ deployment }), receipt, signature, receiptKey, expected, answer })
}

/** Checks a receipt as `verifyReceipt` does, and lets the journal go on from it. Keep receipt and answer before. */
export async function acceptReceipt(
  client: Client,
  { journal, ...parameters }: VerifyParameters & { journal: ChannelJournal },
): Promise<void> {
  await verifyReceipt(client, parameters)
  await journal.write({ term: parameters.receipt.term, total: parameters.receipt.to })
}

function domainOf({ deployment }: OfDeployment) {
  return { chainId: deployment.chainId, escrow: deployment.contracts.InferenceEscrow }
}

export declare namespace nextVoucher {
  export type { Parameters }
  export type ReturnValue = Promised
}

export declare namespace verifyReceipt {
  export type Parameters = VerifyParameters
}
