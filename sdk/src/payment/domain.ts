import type { Address, TypedDataDomain } from 'viem'

/** The escrow whose money a voucher or receipt is about: signatures for one count nowhere else. */
export type EscrowDomain = {
  chainId: number
  /** Address of `InferenceEscrow`. */
  escrow: Address
}

/** The EIP-712 domain of `InferenceEscrow`. */
export function typedDataDomain({ chainId, escrow }: EscrowDomain): TypedDataDomain {
  return { name: 'OpenLedger InferenceEscrow', version: '1', chainId, verifyingContract: escrow }
}
