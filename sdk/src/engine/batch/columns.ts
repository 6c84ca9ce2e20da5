import { bytesToHex } from 'viem'
import type { RuleName } from '../../attribution/amounts.ts'
import type { Credit } from '../../attribution/encoding.ts'

/** Inferences of a batch in their order, column by column: what a part of a bundle holds. */
export type Columns = {
  count: number
  version: Uint32Array
  /** Places in `accounts`. */
  payer: Uint32Array
  /** 128 bits each: two numbers of 64 bits, the low one first. */
  from: BigUint64Array
  to: BigUint64Array
  dataFee: BigUint64Array
  /** Views of 65 bytes. */
  receipts: Uint8Array[]
  outputs: Uint8Array[]
  /** By inference its first credit, and one more at the end. */
  creditsFrom: Uint32Array
  credits: CreditColumns
  /** 20 bytes each. */
  accounts: readonly Uint8Array[]
  submissions: bigint[]
  /** By submission: its reserve's basis points, and that account's place in `accounts` where there are any. */
  reserveBps: Uint32Array
  reserveAccount: Uint32Array
}

export type CreditColumns = {
  /** Below 2^53. */
  start: Float64Array
  length: Float64Array
  matchStart: Float64Array
  matchLength: Float64Array
  offset: Float64Array
  leafIndex: Uint32Array
  /** Places in `submissions` and `accounts`. */
  submission: Uint32Array
  contributor: Uint32Array
}

/** What a whole batch is made by. */
export type BatchTerms = { rule: RuleName; dataBps: number }

export function creditColumns(count: number): CreditColumns {
  return {
    start: new Float64Array(count),
    length: new Float64Array(count),
    matchStart: new Float64Array(count),
    matchLength: new Float64Array(count),
    offset: new Float64Array(count),
    leafIndex: new Uint32Array(count),
    submission: new Uint32Array(count),
    contributor: new Uint32Array(count),
  }
}

/** A credit as an object. */
export function creditAt({ credits, submissions, accounts }: Columns, c: number): Credit {
  return {
    start: BigInt(credits.start[c]!),
    length: BigInt(credits.length[c]!),
    matchStart: BigInt(credits.matchStart[c]!),
    matchLength: BigInt(credits.matchLength[c]!),
    submissionId: submissions[credits.submission[c]!]!,
    leafIndex: credits.leafIndex[c]!,
    offset: BigInt(credits.offset[c]!),
    contributor: bytesToHex(accounts[credits.contributor[c]!]!),
  }
}

/** The number of 128 bits at `place`. */
export function uint128At(numbers: BigUint64Array, place: number): bigint {
  return (numbers[2 * place + 1]! << 64n) | numbers[2 * place]!
}

export function keepUint128(numbers: BigUint64Array, place: number, value: bigint): void {
  numbers[2 * place] = BigInt.asUintN(64, value)
  numbers[2 * place + 1] = value >> 64n
}
