import { type Address, bytesToHex, getAddress, type Hex, hexToBytes, isAddress, isHex } from 'viem'
import { OpenLedgerError } from '../errors/base.ts'

/** Length of a contribution leaf. */
export const CONTRIBUTION_BYTES = 64

/** A contribution leaf: who contributed a text. Its place is its index in the submission. */
export type Contribution = {
  contributor: Address
  textRoot: Hex
}

/** An inference leaf: a paid answer. `from` and `to` are the payer's running totals around it, in wei. */
export type Inference = {
  version: number
  payer: Address
  from: bigint
  to: bigint
  /** Text root of the canonical output; 0 for an empty one. */
  outputRoot: Hex
  /** Root of the Tree over its credit leaves; 0 for none. */
  creditsRoot: Hex
  creditCount: number
}

/** A credit leaf: words of an output and the contribution they belong to. All positions are bytes. */
export type Credit = {
  /** First byte of the credited words in the output, and how many bytes. */
  start: bigint
  length: bigint
  /** The support: the credited words and their equal surroundings, in the output. */
  matchStart: bigint
  matchLength: bigint
  /** The source, and the first byte of the support in it. */
  submissionId: bigint
  leafIndex: number
  offset: bigint
  /** The source's contributor; the zero address where the source is revoked, so that its words earn nothing. */
  contributor: Address
}

/** An entry leaf: a credit of the batch by the index of its inference and its index there. Its sum is the amount. */
export type Entry = {
  inference: number
  credit: number
}

/** A payout leaf: an account and the SumTree of its entries. Its sum is what the account earned. */
export type Payout = {
  account: Address
  entriesRoot: Hex
  entryCount: number
}

/** A field of a leaf that does not fit its type on chain. */
export class FieldOutOfRangeError extends OpenLedgerError {
  constructor(field: string, value: unknown, type: string) {
    super(`The field ${field} must fit ${type}, but it is ${String(value)}: correct it before encoding the leaf.`)
  }
}

/** Leaf bytes that are no encoding of what they should be. */
export class MalformedLeafError extends OpenLedgerError {
  constructor(leaf: string, reason: string) {
    super(`These bytes are no ${leaf} leaf (${reason}): fetch the content again from another source.`)
  }
}

/** 64 bytes: `abi.encode(address contributor, bytes32 textRoot)`. */
export function encodeContribution(contribution: Contribution): Uint8Array {
  return leaf([address('contributor', contribution.contributor), bytes32('textRoot', contribution.textRoot)])
}

/** @throws MalformedLeafError unless `bytes` are exactly the encoding of a contribution */
export function decodeContribution(bytes: Uint8Array): Contribution {
  if (bytes.length !== CONTRIBUTION_BYTES) {
    throw new MalformedLeafError('contribution', `${bytes.length} bytes instead of ${CONTRIBUTION_BYTES}`)
  }
  if (bytes.subarray(0, 12).some((byte) => byte !== 0)) {
    throw new MalformedLeafError('contribution', 'its contributor is longer than an address')
  }
  return { contributor: getAddress(bytesToHex(bytes.subarray(12, 32))), textRoot: bytesToHex(bytes.subarray(32)) }
}

/** 224 bytes: `abi.encode` of `Inference` in `IFraudProofs`. */
export function encodeInference(inference: Inference): Uint8Array {
  return leaf([
    uint('version', inference.version, 32),
    address('payer', inference.payer),
    uint('from', inference.from, 128),
    uint('to', inference.to, 128),
    bytes32('outputRoot', inference.outputRoot),
    bytes32('creditsRoot', inference.creditsRoot),
    uint('creditCount', inference.creditCount, 32),
  ])
}

/** 256 bytes: `abi.encode` of `Credit` in `IFraudProofs`. */
export function encodeCredit(credit: Credit): Uint8Array {
  return leaf([
    uint('start', credit.start, 64),
    uint('length', credit.length, 64),
    uint('matchStart', credit.matchStart, 64),
    uint('matchLength', credit.matchLength, 64),
    uint('submissionId', credit.submissionId, 256),
    uint('leafIndex', credit.leafIndex, 32),
    uint('offset', credit.offset, 64),
    address('contributor', credit.contributor),
  ])
}

/** 64 bytes: `abi.encode(uint32 inference, uint32 credit)`. */
export function encodeEntry(entry: Entry): Uint8Array {
  return leaf([uint('inference', entry.inference, 32), uint('credit', entry.credit, 32)])
}

/** 96 bytes: `abi.encode(address account, bytes32 entriesRoot, uint32 entryCount)`. */
export function encodePayout(payout: Payout): Uint8Array {
  return leaf([
    address('account', payout.account),
    bytes32('entriesRoot', payout.entriesRoot),
    uint('entryCount', payout.entryCount, 32),
  ])
}

/**
 * Order of inferences in a batch: (payer, from).
 * @returns below 0 when `a` comes first, above 0 when `b` does, 0 when they tie
 */
export function compareInferences(a: Pick<Inference, 'payer' | 'from'>, b: Pick<Inference, 'payer' | 'from'>): number {
  return compareAddresses(a.payer, b.payer) || compareNumbers(a.from, b.from)
}

/** Order of entries in an account's tree: (inference, credit). */
export function compareEntries(a: Entry, b: Entry): number {
  return a.inference - b.inference || a.credit - b.credit
}

/** Order of payouts in a batch: by account, as a number. */
export function comparePayouts(a: Pick<Payout, 'account'>, b: Pick<Payout, 'account'>): number {
  return compareAddresses(a.account, b.account)
}

/** Prior art: (submission, leaf). The place that comes first owns what both hold. */
export function comparePlaces(
  a: Pick<Credit, 'submissionId' | 'leafIndex'>,
  b: Pick<Credit, 'submissionId' | 'leafIndex'>,
): number {
  return compareNumbers(a.submissionId, b.submissionId) || a.leafIndex - b.leafIndex
}

function compareAddresses(a: Address, b: Address): number {
  return compareNumbers(BigInt(a), BigInt(b))
}

function compareNumbers(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** A field as hexadecimal digits, at most 64 of them, to stand at the end of its 32 bytes. */
type Field = string

function uint(field: string, value: bigint | number, bits: number): Field {
  const fits = typeof value === 'bigint' || Number.isSafeInteger(value)
  const number = fits ? BigInt(value) : -1n
  if (number < 0n || number >> BigInt(bits) > 0n) throw new FieldOutOfRangeError(field, value, `uint${bits}`)
  return number.toString(16)
}

function address(field: string, value: Address): Field {
  // A checksum, where there is one, was checked when the address came in: here its 20 bytes count.
  if (!isAddress(value, { strict: false })) throw new FieldOutOfRangeError(field, value, 'address')
  return value.slice(2)
}

function bytes32(field: string, value: Hex): Field {
  if (!isHex(value) || value.length !== 66) throw new FieldOutOfRangeError(field, value, 'bytes32')
  return value.slice(2)
}

function leaf(fields: Field[]): Uint8Array {
  return hexToBytes(`0x${fields.map((field) => field.padStart(64, '0')).join('')}`)
}
