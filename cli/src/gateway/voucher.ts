import type { EscrowDomain } from '@openledger/sdk'
import { type Address, getAddress, type Hex, isAddress } from 'viem'
import { z } from 'zod'
import { type SessionKey, voucherSigner } from '../signers.ts'
import { ApiError } from './openai.ts'

/** The header that pays an answer: see docs/formats.md. */
export const VOUCHER_HEADER = 'OpenLedger-Voucher'

const decimal = z.string().regex(/^(?:0|[1-9]\d{0,77})$/)
const Voucher = z.object({
  modelId: decimal.transform(BigInt),
  term: z.int().min(0),
  payer: z
    .string()
    .refine((value) => isAddress(value, { strict: false }))
    .transform((value) => getAddress(value)),
  cumulativeAmount: decimal.transform(BigInt).refine((value) => value < 1n << 128n),
  signature: z
    .string()
    .regex(/^0x[0-9a-fA-F]{130}$/)
    .transform((value) => value as Hex),
})

/** A voucher with its signature, as a payer sends it. */
export type SignedVoucher = z.infer<typeof Voucher>

export function encodeVoucherHeader(voucher: SignedVoucher): string {
  const { modelId, cumulativeAmount, ...rest } = voucher
  const json = JSON.stringify({ ...rest, modelId: String(modelId), cumulativeAmount: String(cumulativeAmount) })
  return Buffer.from(json).toString('base64url')
}

/** Money that a payer has with a model, as the chain has it. In wei. */
export type Account = {
  /** Deposit that vouchers can still take, without what is being withdrawn. */
  available: bigint
  /** What vouchers have taken in this term. */
  charged: bigint
}

/** The term that vouchers are for, and where the payers' session keys stand. */
export type VoucherTerm = {
  domain: EscrowDomain
  modelId: bigint
  term: number
  readSessionKey(payer: Address): Promise<SessionKey>
}

/**
 * Reads a voucher and checks that it was signed for this model's term, by its payer or by its session key. A session key
 * that is about to be replaced pays for nothing new: what it signed is void from then on, like money that is being withdrawn.
 * @throws ApiError 402 with the reason
 */
export async function readVoucher(
  header: string | undefined,
  { domain, modelId, term, readSessionKey }: VoucherTerm,
): Promise<SignedVoucher> {
  if (header === undefined) {
    throw refusal('voucher_missing', `This answer is paid: send a signed voucher in the header ${VOUCHER_HEADER}.`)
  }
  const parsed = Voucher.safeParse(parseJson(header))
  if (!parsed.success) {
    throw refusal(
      'voucher_malformed',
      `The header ${VOUCHER_HEADER} is no voucher: send base64url of its JSON with modelId, term, payer, cumulativeAmount and signature.`,
    )
  }
  const voucher = parsed.data
  if (voucher.modelId !== modelId || voucher.term !== term) {
    throw refusal(
      'voucher_for_another_term',
      `The voucher is for model ${voucher.modelId}, term ${voucher.term}: sign one for model ${modelId}, term ${term}.`,
    )
  }
  const sessionKey = await readSessionKey(voucher.payer)
  const signer = await voucherSigner(domain, voucher, sessionKey)
  if (signer === undefined) {
    throw refusal(
      'voucher_wrong_key',
      `The voucher was signed neither by its payer ${voucher.payer} nor by its session key: sign it with one of them.`,
    )
  }
  if (signer === 'session key' && sessionKey.nextFrom !== 0) {
    throw refusal(
      'voucher_key_ending',
      `The session key of ${voucher.payer} is being replaced: sign with the payer's own key until the new one is in force.`,
    )
  }
  return voucher
}

/**
 * Checks that a voucher promises at least `needed`, and no more than what the payer has deposited.
 * @throws ApiError 402 with the reason
 */
export function checkVoucherCovers(voucher: SignedVoucher, needed: bigint, { available, charged }: Account): void {
  if (voucher.cumulativeAmount < needed) {
    throw refusal(
      'voucher_too_small',
      `The voucher promises ${voucher.cumulativeAmount} wei in all and this answer needs ${needed}: sign one for ${needed}.`,
    )
  }
  if (voucher.cumulativeAmount > charged + available) {
    throw refusal(
      'voucher_over_deposit',
      `The voucher promises ${voucher.cumulativeAmount} wei and the deposit covers ${charged + available}: deposit ${voucher.cumulativeAmount - charged - available} wei more for the model.`,
    )
  }
}

function refusal(code: string, message: string): ApiError {
  return new ApiError(402, 'payment_required', code, message)
}

function parseJson(header: string): unknown {
  try {
    return JSON.parse(Buffer.from(header, 'base64url').toString('utf8'))
  } catch {
    return undefined
  }
}
