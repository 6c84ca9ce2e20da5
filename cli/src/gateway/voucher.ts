import { type EscrowDomain, MalformedSignatureError, recoverVoucher } from '@openledger/sdk'
import { type Address, getAddress, type Hex, isAddress, isAddressEqual } from 'viem'
import { z } from 'zod'
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

/**
 * Reads a voucher and checks that its payer signed it for this model's term.
 * @throws ApiError 402 with the reason
 */
export async function readVoucher(
  header: string | undefined,
  { domain, modelId, term }: { domain: EscrowDomain; modelId: bigint; term: number },
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
  if (!(await isSignedBy(voucher.payer, domain, voucher))) {
    throw refusal(
      'voucher_wrong_key',
      `The voucher was not signed by its payer ${voucher.payer}: sign it with that key.`,
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

async function isSignedBy(payer: Address, domain: EscrowDomain, voucher: SignedVoucher): Promise<boolean> {
  try {
    return isAddressEqual(await recoverVoucher(domain, voucher, voucher.signature), payer)
  } catch (error) {
    if (error instanceof MalformedSignatureError) return false
    throw error
  }
}

function parseJson(header: string): unknown {
  try {
    return JSON.parse(Buffer.from(header, 'base64url').toString('utf8'))
  } catch {
    return undefined
  }
}
