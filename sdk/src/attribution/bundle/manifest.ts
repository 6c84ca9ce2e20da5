import { type Address, getAddress, type Hex } from 'viem'
import { z } from 'zod'
import type { RuleName } from '../amounts.ts'
import { MalformedBundleError } from './errors.ts'

/** What a bundle is of, and the blobs that hold the rest of it. */
export type BundleManifest = {
  chainId: number
  /** Address of `AttributionLedger`. */
  ledger: Address
  modelId: bigint
  term: number
  rule: RuleName
  /** Each with the number of credits in it. */
  inferences: (BundlePart & { credits: number })[]
  /** Each with the account that it begins with. */
  payouts: (BundlePart & { account: Address })[]
  openings: BundlePart[]
}

/** A blob with some of the inferences, payouts or openings: those after the ones of the parts before it. */
export type BundlePart = {
  /** keccak256 of its bytes as they are stored, packed. */
  hash: Hex
  /** How many bytes those are. */
  stored: number
  /** Bytes that they unpack to. */
  size: number
  /** Inferences, payouts or openings in it. */
  count: number
}

/** Most bytes that a part unpacks to: what a reader has to hold at once. */
export const MOST_PART_BYTES = 2 ** 28

/** Most bytes of a manifest. */
export const MOST_MANIFEST_BYTES = 2 ** 22

/** Most bytes of a bundle, unpacked: the chain takes no batch with more. */
const MOST_BUNDLE_BYTES = 2 ** 31

const format = 'openledger-bundle/3'

/** What an inference and a credit take at least: a receipt and 7 numbers, and 8 numbers. */
const LEAST_INFERENCE_BYTES = 72
const LEAST_CREDIT_BYTES = 8

/** The bytes whose keccak256 a batch commits to. */
export function encodeManifest(manifest: BundleManifest): Uint8Array {
  const { chainId, ledger, modelId, term, rule, inferences, payouts, openings } = manifest
  const stated: z.input<typeof manifestSchema> = {
    format,
    chainId,
    ledger: lower(ledger),
    modelId: String(modelId),
    term,
    rule,
    inferences: inferences.map((part) => ({ ...statePart(part), credits: part.credits })),
    payouts: payouts.map((part) => ({ ...statePart(part), account: lower(part.account) })),
    openings: openings.map(statePart),
  }
  return new TextEncoder().encode(JSON.stringify(stated))
}

function statePart({ hash, stored, size, count }: BundlePart): BundlePart {
  return { hash: lower(hash), stored, size, count }
}

/** @throws MalformedBundleError when the bytes have another form than docs/formats.md describes */
export function decodeManifest(bytes: Uint8Array): BundleManifest {
  if (bytes.length > MOST_MANIFEST_BYTES) {
    throw new MalformedBundleError(`its manifest has ${bytes.length} bytes, more than ${MOST_MANIFEST_BYTES}`)
  }
  const result = manifestSchema.safeParse(parseJson(bytes))
  if (result.success) return result.data
  const issue = result.error.issues[0]
  throw new MalformedBundleError(`at ${issue?.path.join('.') || 'its top'}: ${issue?.message}`, { cause: result.error })
}

/** Bytes of a bundle, unpacked: what the batch commits to as its size. */
export function bundleSizeOf(manifestBytes: Uint8Array, { inferences, payouts, openings }: BundleManifest): bigint {
  return [...inferences, ...payouts, ...openings].reduce(
    (total, { size }) => total + BigInt(size),
    BigInt(manifestBytes.length),
  )
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes))
  } catch (cause) {
    throw new MalformedBundleError('its manifest is not JSON in UTF-8', { cause })
  }
}

function lower<H extends Hex>(hex: H): H {
  return hex.toLowerCase() as H
}

const uint32 = z.int().min(0).max(0xffff_ffff)
const hex = z.string().regex(/^0x(?:[0-9a-f]{2})*$/, 'not lower-case hexadecimal bytes')
const address = hex.length(42).transform((value) => getAddress(value))
const decimal = z
  .string()
  .max(78)
  .regex(/^(?:0|[1-9][0-9]*)$/, 'not a decimal number')
  .transform(BigInt)
  .refine((value) => value < 1n << 256n, 'larger than 256 bits')

const part = z.strictObject({
  hash: hex.length(66).transform((value) => value as Hex),
  stored: z
    .int()
    .min(1)
    .max(2 * MOST_PART_BYTES),
  size: z.int().min(1).max(MOST_PART_BYTES),
  count: z.int().min(1).max(0xffff_ffff),
})

/** Whoever makes room for leaves before they are read makes it for no more than there can be. */
const inferencePart = part
  .extend({ credits: z.int().min(0).max(0xffff_ffff) })
  .refine(({ size, count, credits }) => LEAST_INFERENCE_BYTES * count + LEAST_CREDIT_BYTES * credits <= size, {
    message: 'more inferences or credits than its bytes can hold',
  })

const manifestSchema = z
  .strictObject({
    format: z.literal(format),
    chainId: z.int().min(1),
    ledger: address,
    modelId: decimal,
    term: uint32,
    rule: z.enum(['WindowV1', 'InfluenceV1']),
    inferences: z.array(inferencePart),
    payouts: z.array(part.extend({ account: address })),
    openings: z.array(part),
  })
  .refine(
    ({ inferences, payouts, openings }) =>
      [...inferences, ...payouts, ...openings].reduce((sum, { size }) => sum + size, 0) <= MOST_BUNDLE_BYTES,
    { message: 'more bytes than a batch can have' },
  )
  .transform(({ format: _, ...manifest }): BundleManifest => manifest)
