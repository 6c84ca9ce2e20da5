import {
  type Address,
  encodeAbiParameters,
  type Hex,
  keccak256,
  type LocalAccount,
  parseAbiParameters,
  parseSignature,
} from 'viem'

/** What somebody lets whoever carries its signature deposit: nothing else can be funded with it. */
export type FundingAuthorization = {
  /** Whose use of the model is funded. */
  modelId: bigint
  payer: Address
  /** Whose OPEN it is, and who signs. */
  from: Address
  amount: bigint
  /** Unix seconds after which, and before which, it is valid. */
  validAfter: bigint
  validBefore: bigint
  /** One that was not used with this model and payer. */
  salt: Hex
}

/** Nonce of the ERC-3009 authorization, as `InferenceEscrow.authorizationNonce` gives it. */
export function authorizationNonceOf({
  modelId,
  payer,
  salt,
}: Pick<FundingAuthorization, 'modelId' | 'payer' | 'salt'>): Hex {
  return keccak256(encodeAbiParameters(parseAbiParameters('uint256, address, bytes32'), [modelId, payer, salt]))
}

/** Signs, for an account without gas, a deposit that anybody may carry to the chain by `fundWithAuthorization`. */
export async function signFundingAuthorization(
  account: Pick<LocalAccount, 'signTypedData'>,
  at: { chainId: number; token: Address; escrow: Address },
  { modelId, payer, from, amount, validAfter, validBefore, salt }: FundingAuthorization,
) {
  const nonce = authorizationNonceOf({ modelId, payer, salt })
  const signature = await account.signTypedData({
    domain: { name: 'OpenLedger', version: '1', chainId: at.chainId, verifyingContract: at.token },
    types: {
      ReceiveWithAuthorization: [
        { name: 'from', type: 'address' },
        { name: 'to', type: 'address' },
        { name: 'value', type: 'uint256' },
        { name: 'validAfter', type: 'uint256' },
        { name: 'validBefore', type: 'uint256' },
        { name: 'nonce', type: 'bytes32' },
      ],
    },
    primaryType: 'ReceiveWithAuthorization',
    message: { from, to: at.escrow, value: amount, validAfter, validBefore, nonce },
  })
  const { r, s, yParity } = parseSignature(signature)
  return { modelId, payer, authorization: { from, amount, validAfter, validBefore, salt, v: 27 + yParity, r, s } }
}
