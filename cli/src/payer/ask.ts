import { appendFile, mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { checkReceipt, type EscrowDomain, signVoucher } from '@openledger/sdk'
import { model, payment } from '@openledger/sdk/actions'
import { getAddress, type Hex } from 'viem'
import { z } from 'zod'
import type { Connection, SigningClient } from '../config.ts'
import { CliError } from '../errors.ts'
import { encodeVoucherHeader, VOUCHER_HEADER } from '../gateway/voucher.ts'

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
  start: z.int(),
  length: z.int(),
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

/** The gateway refused, or did not answer. Nothing was charged. */
export class GatewayError extends CliError {}

export type AskParameters = {
  connection: Connection<SigningClient>
  /** Base URL of the gateway. */
  gateway: string
  /** Folder in which receipts are kept. */
  receipts: string
  question: string
}

/**
 * Asks a gateway and pays with a voucher for one answer more than the last receipt says: checks the receipt against the
 * answer, the price and the term's receipt key on chain, and keeps it.
 * @throws GatewayError @throws ReceiptSignerError @throws ReceiptDiffersError
 */
export async function ask({ connection, gateway, receipts, question }: AskParameters): Promise<PaidAnswer> {
  const { client, deployment } = connection
  const domain: EscrowDomain = { chainId: deployment.chainId, escrow: deployment.contracts.InferenceEscrow }
  const payer = client.account.address
  const served = Models.parse(await request(new URL('/v1/models', gateway)))
  const { id, openledger } = served.data[0]!
  const { modelId } = openledger
  const { term, price } = await model.getModel(client, { deployment, modelId })
  const file = join(receipts, `${deployment.chainId}-${domain.escrow}-${modelId}-${term}-${payer}.jsonl`)
  const from = (await lastTotal(file)) ?? (await payment.getCharged(client, { deployment, modelId, term, payer }))
  const voucher = { payer, modelId, term, cumulativeAmount: from + price }
  const signature = await signVoucher(client.account, domain, voucher)
  const completion = Completion.parse(
    await request(new URL('/v1/chat/completions', gateway), {
      method: 'POST',
      headers: { 'content-type': 'application/json', [VOUCHER_HEADER]: encodeVoucherHeader({ ...voucher, signature }) },
      body: JSON.stringify({ model: id, messages: [{ role: 'user', content: question }] }),
    }),
  )
  const { content } = completion.choices[0].message
  const { passages, credits, receipt } = completion.attribution
  const { receiptKey } = await model.getTerm(client, { deployment, modelId, number: term })
  const { signature: receiptSignature, ...stated } = receipt
  const expected = { modelId, term, payer, from, price }
  await checkReceipt({ domain, receipt: stated, signature: receiptSignature, receiptKey, expected, answer: content })
  await keep(receipts, file, { receipt, content })
  return { content, passages, credits, receipt }
}

/** Where the payer's last kept receipt ends, in wei. */
async function lastTotal(file: string): Promise<bigint | undefined> {
  const lines = await readFile(file, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ''
    throw error
  })
  const last = lines.trimEnd().split('\n').at(-1)
  return last ? SignedReceipt.parse(JSON.parse(last).receipt).to : undefined
}

async function keep(folder: string, file: string, kept: object): Promise<void> {
  await mkdir(folder, { recursive: true })
  const json = JSON.stringify(kept, (_, value) => (typeof value === 'bigint' ? String(value) : value))
  await appendFile(file, `${json}\n`, { flush: true })
}

const Refusal = z.object({ error: z.object({ message: z.string() }) })

async function request(url: URL, init?: RequestInit): Promise<unknown> {
  const response = await fetch(url, init).catch((cause: unknown) => {
    throw new GatewayError(`No gateway answers at ${url.origin}: start it, or name another with --gateway.`, { cause })
  })
  const text = await response.text()
  const body = parseJson(text)
  if (response.ok && body !== undefined) return body
  const refusal = Refusal.safeParse(body)
  throw new GatewayError(
    refusal.success ? refusal.data.error.message : `The gateway answered with status ${response.status}: try again.`,
  )
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
