import { type EscrowDomain, signReceipt } from '@openledger/sdk'
import type { Credit } from '@openledger/sdk/attribution'
import { type Address, type Hex, keccak256, type LocalAccount, stringToBytes } from 'viem'
import type { Journal, JournaledAnswer } from './journal.ts'
import { ApiError } from './openai.ts'
import { type Account, checkVoucherCovers, type SignedVoucher } from './voucher.ts'

/** An answer before it is paid: its text, the passages it is made of, and whose words they are. */
export type Attributed = {
  content: string
  passages: JournaledAnswer['passages']
  outputRoot: Hex
  credits: Credit[]
}

export type DeskParameters = {
  domain: EscrowDomain
  modelId: bigint
  term: number
  version: number
  receiptKey: Pick<LocalAccount, 'signTypedData'>
  journal: Pick<Journal, 'append'>
  /** What was sold before in this term, in its order: the last answer to each payer is enough. */
  sold: Iterable<JournaledAnswer>
  /** Answers a question; undefined when nothing answers it. */
  answer(question: string): Promise<Attributed | undefined>
  /**
   * The payer's money, and the price of an answer now, in wei.
   * @throws ApiError when nothing more can be sold in this term, or of this version
   */
  readTerms(payer: Address): Promise<{ account: Account; price: bigint }>
  now(): Date
}

/** Where answers are paid: one voucher, one answer, one receipt. */
export type Desk = {
  /**
   * Sells an answer. It occupies the next stretch of the payer's running total, and is on the disk before it is given.
   * The same voucher for the same question gives the same answer again, unpaid.
   * @throws ApiError when the voucher does not pay, or nothing answers the question; nothing is charged then
   */
  sell(voucher: SignedVoucher, question: string): Promise<JournaledAnswer>
}

export function openDesk(parameters: DeskParameters): Desk {
  const { domain, modelId, term, version, receiptKey, journal } = parameters
  /** The last answer sold to each payer in this term, and the end of its queue. */
  const last = new Map<Address, JournaledAnswer>()
  const queues = new Map<Address, Promise<unknown>>()
  for (const answer of parameters.sold) last.set(answer.payer, answer)

  async function sellNext(voucher: SignedVoucher, question: string): Promise<JournaledAnswer> {
    const questionHash = keccak256(stringToBytes(question))
    const before = last.get(voucher.payer)
    if (before && before.question === questionHash && before.voucher.cumulativeAmount === voucher.cumulativeAmount) {
      return before
    }
    const { account, price } = await parameters.readTerms(voucher.payer)
    // A voucher may promise more than was sold: its rest is for the answers to come, redeemed already or not. A payer
    // that the journal does not know begins where the chain has it, so that no stretch is ever sold twice.
    const from = before?.to ?? account.charged
    const to = from + price
    checkVoucherCovers(voucher, to, account)
    const found = await parameters.answer(question)
    if (!found) {
      throw new ApiError(
        422,
        'invalid_request_error',
        'no_answer',
        'Nothing in the datanets answers this: ask otherwise.',
      )
    }
    const receipt = { modelId, term, version, payer: voucher.payer, from, to, outputRoot: found.outputRoot }
    const answer: JournaledAnswer = {
      ...receipt,
      ...found,
      question: questionHash,
      receipt: await signReceipt(receiptKey, domain, receipt),
      voucher: { cumulativeAmount: voucher.cumulativeAmount, signature: voucher.signature },
      createdAt: Math.floor(parameters.now().getTime() / 1000),
    }
    await journal.append(answer)
    last.set(voucher.payer, answer)
    return answer
  }

  return {
    sell(voucher, question) {
      const turn = (queues.get(voucher.payer) ?? Promise.resolve()).then(() => sellNext(voucher, question))
      const end = turn
        .catch(() => undefined)
        .then(() => {
          if (queues.get(voucher.payer) === end) queues.delete(voucher.payer)
        })
      queues.set(voucher.payer, end)
      return turn
    },
  }
}
