import { type Address, type Hex, hashTypedData, type LocalAccount } from 'viem'
import { type EscrowDomain, typedDataDomain } from './domain.ts'
import { recoverPlain } from './signature.ts'

/** An operator's word for an answer: it occupies `[from, to)` of the payer's running total, in wei. */
export type Receipt = {
  modelId: bigint
  term: number
  version: number
  payer: Address
  from: bigint
  to: bigint
  /** Text root of the canonical answer; 0 for one without words. */
  outputRoot: Hex
}

const types = {
  Receipt: [
    { name: 'modelId', type: 'uint256' },
    { name: 'term', type: 'uint32' },
    { name: 'version', type: 'uint32' },
    { name: 'payer', type: 'address' },
    { name: 'from', type: 'uint128' },
    { name: 'to', type: 'uint128' },
    { name: 'outputRoot', type: 'bytes32' },
  ],
} as const

/** The digest that the term's receipt key signs, as `InferenceEscrow.receiptDigest` gives it. */
export function hashReceipt(domain: EscrowDomain, receipt: Receipt): Hex {
  return hashTypedData(typedData(domain, receipt))
}

/** Signs a receipt with the term's receipt key. */
export function signReceipt(
  account: Pick<LocalAccount, 'signTypedData'>,
  domain: EscrowDomain,
  receipt: Receipt,
): Promise<Hex> {
  return account.signTypedData(typedData(domain, receipt))
}

/**
 * Whose key signed the receipt: it binds the operator only when that is the term's receipt key.
 * @throws MalformedSignatureError when the chain would take it for nobody's
 */
export function recoverReceipt(domain: EscrowDomain, receipt: Receipt, signature: Hex): Promise<Address> {
  return recoverPlain(hashReceipt(domain, receipt), signature)
}

function typedData(domain: EscrowDomain, message: Receipt) {
  return { domain: typedDataDomain(domain), types, primaryType: 'Receipt', message } as const
}
