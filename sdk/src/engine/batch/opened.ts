import { MalformedBundleError } from '../../attribution/bundle/errors.ts'
import type { BundleManifest } from '../../attribution/bundle/manifest.ts'
import { ADDRESS_BYTES, RECEIPT_BYTES } from './answers.ts'
import { type Columns, creditColumns } from './columns.ts'

const WHOLE_BPS = 10_000

/** A number that no honest batch states: the plain reader takes over, who knows them all. */
export class OddNumber extends Error {
  override name = 'OddNumber'
}

/**
 * A part of a bundle as columns, whoever made it.
 * @throws MalformedBundleError where `readInferences` of `sdk/src/attribution` does
 * @throws OddNumber where a position has more than 53 bits
 */
export function columnsOfPart(bytes: Uint8Array, stated: BundleManifest['inferences'][number]): Columns {
  const part = `part ${stated.hash}`
  const refuse = (reason: string): never => {
    throw new MalformedBundleError(`byte ${at} of ${part}: ${reason}`)
  }
  let at = 0
  /** A number below 2^53. */
  const number = (most: number): number => {
    let value = bytes[at++]!
    if (value === undefined) return refuse('cut short')
    if (value >= 0x80) {
      value &= 0x7f
      for (let scale = 0x80; ; scale *= 0x80) {
        const byte = bytes[at++]
        if (byte === undefined) return refuse('cut short')
        value += (byte & 0x7f) * scale
        if (byte < 0x80) {
          if (byte === 0) return refuse('longer than it need be')
          break
        }
        if (scale > 2 ** 49) throw new OddNumber()
      }
    }
    if (value <= most) return value
    if (most === MOST_POSITION) throw new OddNumber()
    return refuse('larger than its field')
  }
  /** A number of so many bits at most. */
  const bigint = (bits: number): bigint => {
    let end = at
    while (bytes[end]! >= 0x80) end++
    if (end >= bytes.length) return refuse('cut short')
    if (end - at < 7) return BigInt(number(MOST_POSITION))
    if (bytes[end] === 0) return refuse('longer than it need be')
    if (end - at > 36) return refuse('larger than its field')
    let value = 0n
    for (let i = end; i >= at; i--) value = (value << 7n) | BigInt(bytes[i]! & 0x7f)
    at = end + 1
    return value >> BigInt(bits) > 0n ? refuse('larger than its field') : value
  }
  const view = (length: number): Uint8Array => {
    if (length > bytes.length - at) return refuse('cut short')
    at += length
    return bytes.subarray(at - length, at)
  }
  const uint128 = (into: BigUint64Array, place: number) => {
    const value = bigint(128)
    into[2 * place] = BigInt.asUintN(64, value)
    into[2 * place + 1] = value >> 64n
  }
  const accounts: Uint8Array[] = []
  for (let left = number(MOST_UINT32); left > 0; left--) accounts.push(view(ADDRESS_BYTES))
  const place = (table: readonly unknown[]): number => {
    const index = number(MOST_UINT32)
    return index < table.length ? index : refuse(`number ${index} of ${table.length}`)
  }
  const submissions: bigint[] = []
  const reserveBps: number[] = []
  const reserveAccount: number[] = []
  for (let left = number(MOST_UINT32); left > 0; left--) {
    submissions.push(bigint(256))
    const bps = number(MOST_UINT32)
    if (bps > WHOLE_BPS) return refuse('a reserve of more than the whole')
    reserveBps.push(bps)
    reserveAccount.push(bps > 0 ? place(accounts) : 0)
  }
  const { count } = stated
  const credits = creditColumns(stated.credits)
  const columns: Columns = {
    count,
    version: new Uint32Array(count),
    payer: new Uint32Array(count),
    from: new BigUint64Array(2 * count),
    to: new BigUint64Array(2 * count),
    dataFee: new BigUint64Array(2 * count),
    receipts: [],
    outputs: [],
    creditsFrom: new Uint32Array(count + 1),
    credits,
    accounts,
    submissions,
    reserveBps: Uint32Array.from(reserveBps),
    reserveAccount: Uint32Array.from(reserveAccount),
  }
  let c = 0
  for (let i = 0; i < count; i++) {
    columns.version[i] = number(MOST_UINT32)
    columns.payer[i] = place(accounts)
    uint128(columns.from, i)
    uint128(columns.to, i)
    uint128(columns.dataFee, i)
    columns.receipts.push(view(RECEIPT_BYTES))
    columns.outputs.push(view(number(MOST_UINT32)))
    const end = c + number(MOST_UINT32)
    if (end > stated.credits) return refuse(`more than ${stated.credits} credits`)
    for (; c < end; c++) {
      credits.start[c] = number(MOST_POSITION)
      credits.length[c] = number(MOST_POSITION)
      credits.matchStart[c] = number(MOST_POSITION)
      credits.matchLength[c] = number(MOST_POSITION)
      credits.submission[c] = place(submissions)
      credits.leafIndex[c] = number(MOST_UINT32)
      credits.offset[c] = number(MOST_POSITION)
      credits.contributor[c] = place(accounts)
    }
    columns.creditsFrom[i + 1] = c
  }
  if (c !== stated.credits) return refuse(`${c} credits instead of ${stated.credits}`)
  if (at !== bytes.length) return refuse('it goes on after its last leaf')
  return columns
}

const MOST_UINT32 = 0xffff_ffff
const MOST_POSITION = Number.MAX_SAFE_INTEGER
