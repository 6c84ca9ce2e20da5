import { type Address, type Hex, parseSignature } from 'viem'
import type { Party, Stage } from './stage.ts'

/** The EIP-712 domain of OPEN. */
export function domainOf({ deployment }: Stage) {
  return {
    name: 'OpenLedger',
    version: '1',
    chainId: deployment.chainId,
    verifyingContract: deployment.contracts.OpenToken,
  }
}

export function partsOf(signature: Hex) {
  const { r, s, yParity } = parseSignature(signature)
  return { r, s, v: 27 + yParity }
}

/** A permit signed by the owner of the OPEN. */
export async function signPermit(
  party: Party,
  stage: Stage,
  permit: { spender: Address; value: bigint; deadline: bigint },
) {
  const owner = party.account.address
  const signature = await party.signTypedData({
    domain: domainOf(stage),
    types: {
      Permit: [
        { name: 'owner', type: 'address' },
        { name: 'spender', type: 'address' },
        { name: 'value', type: 'uint256' },
        { name: 'nonce', type: 'uint256' },
        { name: 'deadline', type: 'uint256' },
      ],
    },
    primaryType: 'Permit',
    message: { owner, ...permit, nonce: await party.token.getNonce({ owner }) },
  })
  return { owner, ...permit, ...partsOf(signature) }
}
