import { join } from 'node:path'
import { checkReceipt, type EscrowDomain, signVoucher } from '@openledger/sdk'
import { model, payment } from '@openledger/sdk/actions'
import { getAddress, type Hex } from 'viem'
import { z } from 'zod'
import type { Connection, SigningClient } from '../config.ts'
import { CliError } from '../errors.ts'
import { encodeVoucherHeader, VOUCHER_HEADER } from '../gateway/voucher.ts'
import { openPurse, type Pending, type Purse } from './purse.ts'

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
}

/** A model's term at a gateway, and what the payer has of it. */
type Counter = {
  connection: Connection<SigningClient>
  gateway: string
  name: string
  modelId: bigint
  term: number
  purse: Purse
}

/**
 * Asks a gateway and pays with a voucher for one answer more than the last receipt says: checks the receipt against the
 * answer, the price and the term's receipt key on chain, and keeps it. An answer that was paid and got lost on its way
 * is fetched first.
 * @throws GatewayRefusedError @throws GatewayUnreachableError @throws ReceiptSignerError @throws ReceiptDiffersError
 */
export async function ask({ connection, gateway, receipts, question }: AskParameters): Promise<PaidAnswer> {
  const { client, deployment } = connection
  const served = Models.parse(await request(new URL('/v1/models', gateway)))
  const { id: name, openledger } = served.data[0]!
  const { modelId } = openledger
  const { term, price } = await model.getModel(client, { deployment, modelId })
  const { chainId, contracts } = deployment
  const file = `${chainId}-${contracts.InferenceEscrow}-${modelId}-${term}-${client.account.address}.jsonl`
  const purse = openPurse(join(receipts, file))
  const counter: Counter = { connection, gateway, name, modelId, term, purse }
  const pending = await purse.pending()
  if (pending) {
    const fetched = await buy(counter, pending)
    if (pending.question === question) return fetched
  }
  const next = { question, cumulativeAmount: (await totalOf(counter)) + price }
  await purse.promise(next)
  return buy(counter, next)
}

/** Where the payer's running total stands, in wei: by its last receipt, or before the first by the chain. */
async function totalOf({ connection, modelId, term, purse }: Counter): Promise<bigint> {
  const { client, deployment } = connection
  const payer = client.account.address
  return (await purse.total()) ?? (await payment.getCharged(client, { deployment, modelId, term, payer }))
}

/** Sends a voucher with its question, and keeps the answer's receipt once it is found right. */
async function buy(counter: Counter, { question, cumulativeAmount }: Pending): Promise<PaidAnswer> {
  const { connection, gateway, name, modelId, term, purse } = counter
  const { client, deployment } = connection
  const domain: EscrowDomain = { chainId: deployment.chainId, escrow: deployment.contracts.InferenceEscrow }
  const payer = client.account.address
  const from = await totalOf(counter)
  const voucher = { payer, modelId, term, cumulativeAmount }
  const signature = await signVoucher(client.account, domain, voucher)
  const answered = await request(new URL('/v1/chat/completions', gateway), {
    method: 'POST',
    headers: { 'content-type': 'application/json', [VOUCHER_HEADER]: encodeVoucherHeader({ ...voucher, signature }) },
    body: JSON.stringify({ model: name, messages: [{ role: 'user', content: question }] }),
  }).catch(async (error: unknown) => {
    if (error instanceof GatewayRefusedError) await purse.forget()
    throw error
  })
  const { choices, attribution } = Completion.parse(answered)
  const { content } = choices[0].message
  const { passages, credits, receipt } = attribution
  const { receiptKey } = await model.getTerm(client, { deployment, modelId, number: term })
  const { signature: receiptSignature, ...stated } = receipt
  const expected = { modelId, term, payer, from, price: cumulativeAmount - from }
  await checkReceipt({ domain, receipt: stated, signature: receiptSignature, receiptKey, expected, answer: content })
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
