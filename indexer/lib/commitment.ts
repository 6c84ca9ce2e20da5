import { attributionLedgerAbi } from '@openledger/sdk/abis'
import { type ContractFunctionArgs, encodeAbiParameters, getAbiItem, type Hex, keccak256 } from 'viem'

/** What an operator declares of a batch. */
export type Commitment = ContractFunctionArgs<typeof attributionLedgerAbi, 'nonpayable', 'commit'>[0]

/**
 * The key under which a batch's content is kept: what its operator declared and nothing else, so that it is the same
 * after a reorganisation that only moved the commit.
 */
export function contentKeyOf(commitment: Commitment): Hex {
  const { inputs } = getAbiItem({ abi: attributionLedgerAbi, name: 'commit' })
  return keccak256(encodeAbiParameters([inputs[0]], [commitment]))
}
