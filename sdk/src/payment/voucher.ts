import { type Address, type Hex, hashTypedData, type LocalAccount } from 'viem'
import { type EscrowDomain, typedDataDomain } from './domain.ts'
import { recoverPlain } from './signature.ts'

/** A payer's promise: in all, `cumulativeAmount` wei of its deposit for the model are the term's. */
export type Voucher = {
  payer: Address
  modelId: bigint
  term: number
  cumulativeAmount: bigint
}

const types = {
  Voucher: [
    { name: 'payer', type: 'address' },
    { name: 'modelId', type: 'uint256' },
    { name: 'term', type: 'uint32' },
    { name: 'cumulativeAmount', type: 'uint128' },
  ],
} as const

/** The digest that the payer signs, as `InferenceEscrow.voucherDigest` gives it. */
export function hashVoucher(domain: EscrowDomain, voucher: Voucher): Hex {
  return hashTypedData(typedData(domain, voucher))
}

/** Signs a voucher. A later one, of a larger total, takes its place. */
export function signVoucher(
  account: Pick<LocalAccount, 'signTypedData'>,
  domain: EscrowDomain,
  voucher: Voucher,
): Promise<Hex> {
  return account.signTypedData(typedData(domain, voucher))
}

/**
 * Whose key signed the voucher: the chain takes it only when that is its payer's.
 * @throws MalformedSignatureError when it would take it for nobody's
 */
export function recoverVoucher(domain: EscrowDomain, voucher: Voucher, signature: Hex): Promise<Address> {
  return recoverPlain(hashVoucher(domain, voucher), signature)
}

function typedData(domain: EscrowDomain, message: Voucher) {
  return { domain: typedDataDomain(domain), types, primaryType: 'Voucher', message } as const
}
