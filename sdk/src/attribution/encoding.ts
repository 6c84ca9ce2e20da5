import { type Address, bytesToBigInt, getAddress, type Hex, hexToBytes, isAddress, isHex, numberToHex } from 'viem'
import { OpenLedgerError } from '../errors/base.ts'

/** Length of a contribution leaf. */
export const CONTRIBUTION_BYTES = 64

const WORD_BYTES = 32

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
  /** Number of credits of all inferences before it. */
  firstCredit: bigint
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
  /** Number of entries of all payouts before it. */
  firstEntry: bigint
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
  const [contributor, textRoot] = wordsOf('contribution', bytes, [160, 256])
  return { contributor: addressIn(contributor!), textRoot: hashIn(textRoot!) }
}

/** 256 bytes: `abi.encode` of `Inference` in `IFraudProofs`. */
export function encodeInference(inference: Inference): Uint8Array {
  return leaf([
    uint('version', inference.version, 32),
    address('payer', inference.payer),
    uint('from', inference.from, 128),
    uint('to', inference.to, 128),
    bytes32('outputRoot', inference.outputRoot),
    bytes32('creditsRoot', inference.creditsRoot),
    uint('creditCount', inference.creditCount, 32),
    uint('firstCredit', inference.firstCredit, 64),
  ])
}

/** @throws MalformedLeafError unless `bytes` are exactly the encoding of an inference */
export function decodeInference(bytes: Uint8Array): Inference {
  const words = wordsOf('inference', bytes, [32, 160, 128, 128, 256, 256, 32, 64])
  const [version, payer, from, to, outputRoot, creditsRoot, creditCount, firstCredit] = words
  return {
    version: Number(version),
    payer: addressIn(payer!),
    from: from!,
    to: to!,
    outputRoot: hashIn(outputRoot!),
    creditsRoot: hashIn(creditsRoot!),
    creditCount: Number(creditCount),
    firstCredit: firstCredit!,
  }
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

/** @throws MalformedLeafError unless `bytes` are exactly the encoding of a credit */
export function decodeCredit(bytes: Uint8Array): Credit {
  const words = wordsOf('credit', bytes, [64, 64, 64, 64, 256, 32, 64, 160])
  const [start, length, matchStart, matchLength, submissionId, leafIndex, offset, contributor] = words
  return {
    start: start!,
    length: length!,
    matchStart: matchStart!,
    matchLength: matchLength!,
    submissionId: submissionId!,
    leafIndex: Number(leafIndex),
    offset: offset!,
    contributor: addressIn(contributor!),
  }
}

/** 64 bytes: `abi.encode(uint32 inference, uint32 credit)`. */
export function encodeEntry(entry: Entry): Uint8Array {
  return leaf([uint('inference', entry.inference, 32), uint('credit', entry.credit, 32)])
}

/** @throws MalformedLeafError unless `bytes` are exactly the encoding of an entry */
export function decodeEntry(bytes: Uint8Array): Entry {
  const [inference, credit] = wordsOf('entry', bytes, [32, 32])
  return { inference: Number(inference), credit: Number(credit) }
}

/** 128 bytes: `abi.encode` of `Payout` in `IFraudProofs`. */
export function encodePayout(payout: Payout): Uint8Array {
  return leaf([
    address('account', payout.account),
    bytes32('entriesRoot', payout.entriesRoot),
    uint('entryCount', payout.entryCount, 32),
    uint('firstEntry', payout.firstEntry, 64),
  ])
}

/** @throws MalformedLeafError unless `bytes` are exactly the encoding of a payout */
export function decodePayout(bytes: Uint8Array): Payout {
  const [account, entriesRoot, entryCount, firstEntry] = wordsOf('payout', bytes, [160, 256, 32, 64])
  return {
    account: addressIn(account!),
    entriesRoot: hashIn(entriesRoot!),
    entryCount: Number(entryCount),
    firstEntry: firstEntry!,
  }
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

/** The words of a leaf as numbers, each of which has so many bits at most. */
function wordsOf(leaf: string, bytes: Uint8Array, bits: readonly number[]): bigint[] {
  const length = bits.length * WORD_BYTES
  if (bytes.length !== length) throw new MalformedLeafError(leaf, `${bytes.length} bytes instead of ${length}`)
  return bits.map((most, i) => {
    const word = bytesToBigInt(bytes.subarray(i * WORD_BYTES, (i + 1) * WORD_BYTES))
    if (word >> BigInt(most) > 0n) throw new MalformedLeafError(leaf, `its word ${i} is longer than ${most} bits`)
    return word
  })
}

function addressIn(word: bigint): Address {
  return getAddress(numberToHex(word, { size: 20 }))
}

function hashIn(word: bigint): Hex {
  return numberToHex(word, { size: WORD_BYTES })
}
