import { type Address, encodeAbiParameters, getAddress, keccak256, slice, stringToHex } from 'viem'
import type { AttributionRule } from '../abis.ts'

const WHOLE_BPS = 10_000n

/**
 * Data fee of the answer that occupies `[from, to)` of a payer's running total: f(to) − f(from), f being the part of a
 * total that the data pool has received. All in wei; nothing depends on how the total was cut into answers.
 */
export function dataFeeOf({ from, to, dataBps }: { from: bigint; to: bigint; dataBps: number }): bigint {
  return (to * BigInt(dataBps)) / WHOLE_BPS - (from * BigInt(dataBps)) / WHOLE_BPS
}

/** The rule by which a model's answers are attributed: `AttributionRule` of `IModelRegistry`. */
export type RuleName = Exclude<keyof typeof AttributionRule, 'None'>

/** The whole weight of an answer under `influence/v1`. */
export const WHOLE_WEIGHT = 1n << 32n

/**
 * What a credit earns of an answer's data fee, reserve included. Under `window/v1` by the bytes of its words, a whole
 * output weighing exactly 1; under `influence/v1` by the weight that it states as its length.
 */
export function grossOf(credit: {
  rule: RuleName
  dataFee: bigint
  length: bigint
  /** Bytes of the output; of no matter under `influence/v1`. */
  outputLength: number
}): bigint {
  if (credit.rule === 'InfluenceV1') return (credit.dataFee * credit.length) / WHOLE_WEIGHT
  return (credit.dataFee * (credit.length + 1n)) / (BigInt(credit.outputLength) + 1n)
}

/** Where a datanet's part of what its contributions earn goes. */
export type Reserve = {
  reserveAccount: Address
  /** Its share in basis points. */
  reserveBps: number
}

/**
 * Divides a credit's gross between its contributor and the datanet's reserve.
 * @returns `reserve` is undefined where the reserve gets no entry: it takes no share, or is the contributor itself
 */
export function divideGross(
  gross: bigint,
  contributor: Address,
  { reserveAccount, reserveBps }: Reserve,
): { contributor: bigint; reserve: bigint | undefined } {
  if (reserveBps === 0 || BigInt(contributor) === BigInt(reserveAccount)) {
    return { contributor: gross, reserve: undefined }
  }
  return divideBetween(gross, reserveBps)
}

/** The parts of a contributor and of a reserve that is another account and takes a share. */
export function divideBetween(gross: bigint, reserveBps: number): { contributor: bigint; reserve: bigint } {
  const reserve = (gross * BigInt(reserveBps)) / WHOLE_BPS
  return { contributor: gross - reserve, reserve }
}

/** The account under which a datanet's reserve earns: in the trees like any other, but no key signs for it. */
export function reserveAccountOf(datanet: { chainId: number; registry: Address; datanetId: bigint }): Address {
  const tag = keccak256(stringToHex('openledger.reserve'))
  const hash = keccak256(
    encodeAbiParameters(
      [{ type: 'bytes32' }, { type: 'uint256' }, { type: 'address' }, { type: 'uint256' }],
      [tag, BigInt(datanet.chainId), datanet.registry, datanet.datanetId],
    ),
  )
  return getAddress(slice(hash, 12))
}
