import { type Address, bytesToHex, getAddress, type Hex, hexToBytes } from 'viem'
import { z } from 'zod'
import { OpenLedgerError } from '../errors/base.ts'
import type { Credit, Entry } from './encoding.ts'

/**
 * Everything that is needed to recompute a batch, as its operator states it. Orders and sums are those stated; what stands
 * in the trees before each leaf follows.
 */
export type Bundle = {
  chainId: number
  /** Address of `AttributionLedger`. */
  ledger: Address
  modelId: bigint
  term: number
  inferences: BundleInference[]
  payouts: BundlePayout[]
  /**
   * Bytes that hash to nodes or leaves of the batch's trees, where those are others than the rest makes: only a batch that
   * is wrong has any, and without them it could not be shown to be.
   */
  openings?: Hex[]
}

/** A paid answer of a bundle. */
export type BundleInference = {
  version: number
  payer: Address
  /** The payer's running totals before and after the answer, in wei. */
  from: bigint
  to: bigint
  /** The answer's data money, in wei. */
  dataFee: bigint
  /** Canonical bytes of the output. */
  output: Uint8Array
  /** The receipt's signature. */
  receipt: Hex
  credits: Credit[]
}

/** What an account earned by a batch, in wei, and by which credits. */
export type BundlePayout = {
  account: Address
  amount: bigint
  entries: (Entry & { amount: bigint })[]
}

/** Bytes that are no bundle. */
export class MalformedBundleError extends OpenLedgerError {
  constructor(reason: string, options?: ErrorOptions) {
    super(
      `The bundle cannot be read (${reason}): ask the batch's operator for one as docs/formats.md describes.`,
      options,
    )
  }
}

const format = 'openledger-bundle/2'

/** The bytes whose keccak256 a batch commits to: the same for the same bundle, wherever they are made. */
export function encodeBundle(bundle: Bundle): Uint8Array {
  const { chainId, ledger, modelId, term, inferences, payouts, openings = [] } = bundle
  const stated: z.input<typeof bundleSchema> = {
    format,
    chainId,
    ledger: lower(ledger),
    modelId: String(modelId),
    term,
    inferences: inferences.map((inference) => ({
      version: inference.version,
      payer: lower(inference.payer),
      from: String(inference.from),
      to: String(inference.to),
      dataFee: String(inference.dataFee),
      output: bytesToHex(inference.output),
      receipt: lower(inference.receipt),
      credits: inference.credits.map(stateCredit),
    })),
    payouts: payouts.map(({ account, amount, entries }) => ({
      account: lower(account),
      amount: String(amount),
      entries: entries.map((entry) => ({
        inference: entry.inference,
        credit: entry.credit,
        amount: String(entry.amount),
      })),
    })),
    ...(openings.length === 0 ? {} : { openings: openings.map(lower) }),
  }
  return new TextEncoder().encode(JSON.stringify(stated))
}

/** A credit as JSON states it, in a bundle and over HTTP. */
export function stateCredit(credit: Credit) {
  return {
    start: String(credit.start),
    length: String(credit.length),
    matchStart: String(credit.matchStart),
    matchLength: String(credit.matchLength),
    submissionId: String(credit.submissionId),
    leafIndex: credit.leafIndex,
    offset: String(credit.offset),
    contributor: lower(credit.contributor),
  }
}

/** @throws MalformedBundleError when the bytes have another form than docs/formats.md describes */
export function decodeBundle(bytes: Uint8Array): Bundle {
  const result = bundleSchema.safeParse(parseJson(bytes))
  if (result.success) return result.data
  const issue = result.error.issues[0]
  throw new MalformedBundleError(`at ${issue?.path.join('.') || 'its top'}: ${issue?.message}`, { cause: result.error })
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes))
  } catch (cause) {
    throw new MalformedBundleError('it is not JSON in UTF-8', { cause })
  }
}

function lower(hex: Hex): Hex {
  return hex.toLowerCase() as Hex
}

const uint32 = z.int().min(0).max(0xffff_ffff)
const hex = z.string().regex(/^0x(?:[0-9a-f]{2})*$/, 'not lower-case hexadecimal bytes')
const address = hex.length(42).transform((value) => getAddress(value))

function decimal(bits: bigint) {
  return z
    .string()
    .max(78)
    .regex(/^(?:0|[1-9][0-9]*)$/, 'not a decimal number')
    .transform(BigInt)
    .refine((value) => value < 1n << bits, `larger than ${bits} bits`)
}

const creditSchema = z.strictObject({
  start: decimal(64n),
  length: decimal(64n),
  matchStart: decimal(64n),
  matchLength: decimal(64n),
  submissionId: decimal(256n),
  leafIndex: uint32,
  offset: decimal(64n),
  contributor: address,
})

const inferenceSchema = z.strictObject({
  version: uint32,
  payer: address,
  from: decimal(128n),
  to: decimal(128n),
  dataFee: decimal(128n),
  output: hex.transform((value) => hexToBytes(value as Hex)),
  receipt: hex.length(132).transform((value) => value as Hex),
  credits: z.array(creditSchema),
})

const payoutSchema = z.strictObject({
  account: address,
  amount: decimal(128n),
  entries: z.array(z.strictObject({ inference: uint32, credit: uint32, amount: decimal(128n) })),
})

const bundleSchema = z
  .strictObject({
    format: z.literal(format),
    chainId: z.int().min(1),
    ledger: address,
    modelId: decimal(256n),
    term: uint32,
    inferences: z.array(inferenceSchema),
    payouts: z.array(payoutSchema),
    // Absent rather than empty, so that a bundle has one form.
    openings: z
      .array(hex.transform((value) => value as Hex))
      .min(1)
      .optional(),
  })
  .transform(({ format: _, openings, ...bundle }): Bundle => (openings ? { ...bundle, openings } : bundle))
