import { join } from 'node:path'
import { model } from '@openledger/sdk/actions'
import { type ChannelJournal, forgetVoucher, nextVoucher, verifyReceipt } from '@openledger/sdk/flows'
import { getAddress, type Hex } from 'viem'
import { z } from 'zod'
import type { Connection, SigningClient } from '../config.ts'
import { CliError } from '../errors.ts'
import { encodeVoucherHeader, VOUCHER_HEADER } from '../gateway/voucher.ts'
import { openPurse, type Purse } from './purse.ts'

const decimal = z.string().regex(/^\d+$/).transform(BigInt)
const address = z.string().transform((value) => getAddress(value))
const hex = z
  .string()
  .regex(/^0x[0-9a-f]*$/)
  .transform((value) => value as Hex)

const Models = z.object({
  data: z.array(z.object({ id: z.string(), openledger: z.object({ modelId: decimal, term: z.int() }) })).min(1),
})

const SignedReceipt = z.object({
  modelId: decimal,
  term: z.int(),
  version: z.int(),
  payer: address,
  from: decimal,
  to: decimal,
  outputRoot: hex,
  signature: hex,
})

const Passage = z.object({
  submissionId: decimal,
  leafIndex: z.int(),
  textRoot: hex,
  contributor: address,
  text: z.string(),
})

const Credit = z.object({
  start: decimal,
  length: decimal,
  submissionId: decimal,
  leafIndex: z.int(),
  contributor: address,
})

const Completion = z.object({
  choices: z.tuple([z.object({ message: z.object({ content: z.string() }) })]),
  attribution: z.object({ passages: z.array(Passage), credits: z.array(Credit), receipt: SignedReceipt }),
})

/** An answer that was paid, with its receipt found right. */
export type PaidAnswer = {
  content: string
  passages: z.infer<typeof Passage>[]
  credits: z.infer<typeof Credit>[]
  receipt: z.infer<typeof SignedReceipt>
}

/** The gateway refused: nothing was sold. */
export class GatewayRefusedError extends CliError {}

/** The gateway did not answer: whether it sold an answer is seen when it is asked again. */
export class GatewayUnreachableError extends CliError {
  constructor(url: URL, cause: unknown) {
    super(`No gateway answers at ${url.origin}: start it, or name another with --gateway.`, { cause })
  }
}

export type AskParameters = {
  connection: Connection<SigningClient>
  /** Base URL of the gateway. */
  gateway: string
  /** Folder in which receipts are kept. */
  receipts: string
  question: string
  /** Most wei of OPEN for the answer: whatever the model asks, unless told. */
  maxPrice?: bigint | undefined
}

/** Whatever fits the chain's number of a price. */
const MOST_PRICE = 2n ** 128n - 1n

/** A model's term at a gateway, and what the payer has of it. */
type Counter = {
  connection: Connection<SigningClient>
  gateway: string
  name: string
  modelId: bigint
  maxPrice: bigint
  purse: Purse
  journal: ChannelJournal
}

/**
 * Asks a gateway and pays with a voucher for one answer more than the last receipt says: checks the receipt against the
 * answer, the price and the term's receipt key on chain, and keeps it. An answer that was paid and got lost on its way
 * is fetched first.
 * @throws GatewayRefusedError @throws GatewayUnreachableError @throws PriceTooHighError @throws ReceiptSignerError
 * @throws ReceiptDiffersError
 */
export async function ask(parameters: AskParameters): Promise<PaidAnswer> {
  const { connection, gateway, receipts, question, maxPrice = MOST_PRICE } = parameters
  const { client, deployment } = connection
  const served = Models.parse(await request(new URL('/v1/models', gateway)))
  const { id: name, openledger } = served.data[0]!
  const { modelId } = openledger
  const { term } = await model.getModel(client, { deployment, modelId })
  const { chainId, contracts } = deployment
  const file = `${chainId}-${contracts.InferenceEscrow}-${modelId}-${term}-${client.account.address}.jsonl`
  const purse = openPurse(join(receipts, file))
  const counter: Counter = { connection, gateway, name, modelId, maxPrice, purse, journal: journalOf(purse, term) }
  const pending = await purse.pending()
  if (pending && pending.question !== question) await buy(counter, pending.question)
  return buy(counter, question)
}

/** What vouchers are signed by: the purse of a term, and of no other. */
function journalOf(purse: Purse, term: number): ChannelJournal {
  return {
    async read() {
      const [total, pending] = [await purse.total(), await purse.pending()]
      return { term, total: total ?? 0n, pending: pending && { ...pending, request: pending.question } }
    },
    async write({ term: written, pending }) {
      if (written !== term) throw new CliError(`Term ${written} of the model has just begun: ask again.`)
      if (!pending) return purse.forget()
      const { request: question, cumulativeAmount, from } = pending
      await purse.promise({ question, cumulativeAmount, from })
    },
  }
}

/** Sends a voucher with its question, and keeps the answer's receipt once it is found right. */
async function buy(counter: Counter, question: string): Promise<PaidAnswer> {
  const { connection, gateway, name, modelId, maxPrice, purse, journal } = counter
  const { client, deployment } = connection
  const promised = await nextVoucher(client, { deployment, modelId, journal, request: question, maxPrice })
  const voucher = { ...promised.voucher, signature: promised.signature }
  const answered = await request(new URL('/v1/chat/completions', gateway), {
    method: 'POST',
    headers: { 'content-type': 'application/json', [VOUCHER_HEADER]: encodeVoucherHeader(voucher) },
    body: JSON.stringify({ model: name, messages: [{ role: 'user', content: question }] }),
  }).catch(async (error: unknown) => {
    if (error instanceof GatewayRefusedError) await forgetVoucher(journal)
    throw error
  })
  const { choices, attribution } = Completion.parse(answered)
  const { content } = choices[0].message
  const { passages, credits, receipt } = attribution
  const { signature, ...stated } = receipt
  await verifyReceipt(client, { deployment, receipt: stated, signature, answer: content, promised })
  await purse.keep({ receipt, content })
  return { content, passages, credits, receipt }
}

const Refusal = z.object({ error: z.object({ message: z.string() }) })

async function request(url: URL, init?: RequestInit): Promise<unknown> {
  const response = await fetch(url, init).catch((cause: unknown) => {
    throw new GatewayUnreachableError(url, cause)
  })
  const text = await response.text().catch((cause: unknown) => {
    throw new GatewayUnreachableError(url, cause)
  })
  const body = parseJson(text)
  if (response.ok && body !== undefined) return body
  const refusal = Refusal.safeParse(body)
  if (response.status < 500 && refusal.success) throw new GatewayRefusedError(refusal.data.error.message)
  throw new GatewayUnreachableError(url, new TypeError(`It answered with status ${response.status}.`))
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
