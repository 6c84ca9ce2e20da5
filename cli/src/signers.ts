import { MalformedSignatureError, recoverVoucher } from '@openledger/sdk'
import { payment } from '@openledger/sdk/actions'
import { type Address, type Hex, isAddressEqual, zeroAddress } from 'viem'
import type { Connection } from './config.ts'

/** The key beside its own that signs a payer's vouchers, as the chain has it. */
export type SessionKey = {
  /** Zero for none. */
  key: Address
  /** Unix seconds from which another is in force instead; 0 when no change was asked for. */
  nextFrom: number
}

export type Promised = { modelId: bigint; term: number; payer: Address; cumulativeAmount: bigint; signature: Hex }

/** Reads the session key of a payer for a model. */
export async function readSessionKey(
  { client, deployment }: Connection,
  { modelId, payer }: { modelId: bigint; payer: Address },
): Promise<SessionKey> {
  const { key, nextFrom } = await payment.getSessionKey(client, { deployment, modelId, payer })
  return { key, nextFrom }
}

/** Whose key signed a voucher, of the two that the chain takes; undefined when it was neither's. */
export async function voucherSigner(
  { chainId, escrow }: { chainId: number; escrow: Address },
  voucher: Promised,
  { key }: SessionKey,
): Promise<'payer' | 'session key' | undefined> {
  const signer = await recoverVoucher({ chainId, escrow }, voucher, voucher.signature).catch((error: unknown) => {
    if (error instanceof MalformedSignatureError) return zeroAddress
    throw error
  })
  if (isAddressEqual(signer, zeroAddress)) return undefined
  if (isAddressEqual(signer, voucher.payer)) return 'payer'
  return isAddressEqual(signer, key) ? 'session key' : undefined
}
