import type { Hex } from 'viem'
import { keccak256 } from 'viem'
import { openSumTree } from '../../trees/index.ts'
import type { Reserve } from '../amounts.ts'
import { type Bundle, type BundlePayout, type StatedReserves, submissionKey } from '../bundle.ts'
import { settle } from '../settle.ts'
import { entryLeaf } from '../trees.ts'
import { BundleTooLargeError, MalformedBundleError } from './errors.ts'
import { type Gzip, gunzip, storedGzip } from './gzip.ts'
import { type BundleManifest, type BundlePart, bundleSizeOf, decodeManifest, encodeManifest } from './manifest.ts'
import {
  inferenceParts,
  openingParts,
  PART_BYTES,
  payoutParts,
  readInferences,
  readOpenings,
  readPayouts,
  type StatedPayout,
  stateReserve,
  type UnpackedPart,
} from './parts.ts'

/** A bundle as blobs, ready for the content store. */
export type PackedBundle = {
  /** keccak256 of the manifest: what the batch commits to. */
  hash: Hex
  /** Bytes of manifest and parts, unpacked. */
  size: bigint
  manifest: Uint8Array
  /** The parts by their hashes. */
  parts: ReadonlyMap<Hex, Uint8Array>
}

export type PackOptions = {
  /** How parts are packed: without compression unless given. */
  gzip?: Gzip
  /** Bytes of leaves after which a part ends. */
  partBytes?: number
}

/** A blob by its hash. What it gives is checked, so it needs no trust. */
export type ReadBlob = (hash: Hex) => Promise<Uint8Array>

/** Most bytes of a bundle that is read at once. As objects they take many times as much. */
export const MOST_HELD_BYTES = 2 ** 26

/** A bundle as blobs: the same for the same bundle and packing, wherever they are made. */
export function packBundle(
  bundle: Bundle,
  { gzip = storedGzip, partBytes = PART_BYTES }: PackOptions = {},
): PackedBundle {
  const { chainId, ledger, modelId, term, rule, inferences, payouts, reserves, openings = [] } = bundle
  const parts = new Map<Hex, Uint8Array>()
  const keep = ({ bytes, count }: UnpackedPart): BundlePart => {
    const packed = gzip(bytes)
    const hash = keccak256(packed)
    parts.set(hash, packed)
    return { hash, stored: packed.length, size: bytes.length, count }
  }
  const manifest: BundleManifest = {
    ...{ chainId, ledger, modelId, term, rule },
    inferences: [...inferenceParts(inferences, reserves, partBytes)].map(({ credits, ...part }) => ({
      ...keep(part),
      credits,
    })),
    payouts: [...payoutParts(statedPayouts(bundle, payouts), partBytes)].map(({ account, ...part }) => ({
      ...keep(part),
      account,
    })),
    openings: [...openingParts(openings, partBytes)].map(keep),
  }
  const bytes = encodeManifest(manifest)
  return { hash: keccak256(bytes), size: bundleSizeOf(bytes, manifest), manifest: bytes, parts }
}

/** A bundle of which nothing but the manifest is read yet. */
export type OpenBundle = {
  manifest: BundleManifest
  /** Bytes of manifest and parts, unpacked. */
  size: bigint
  /** A part of the manifest, unpacked. @throws MalformedBundleError when its blob is not what the manifest says */
  part(stated: BundlePart): Promise<Uint8Array>
}

/** @throws MalformedBundleError and whatever `read` throws */
export async function openBundle(read: ReadBlob, hash: Hex): Promise<OpenBundle> {
  const bytes = await read(hash)
  if (keccak256(bytes) !== hash) throw new MalformedBundleError('its manifest has another hash')
  const manifest = decodeManifest(bytes)
  return {
    manifest,
    size: bundleSizeOf(bytes, manifest),
    async part({ hash, stored, size }) {
      const packed = await read(hash)
      const name = `part ${hash}`
      if (packed.length !== stored) throw new MalformedBundleError(`${name} is stored in ${packed.length} bytes`)
      if (keccak256(packed) !== hash) throw new MalformedBundleError(`${name} has another hash`)
      return await gunzip(packed, size, name)
    },
  }
}

/**
 * Reads a whole bundle.
 * @throws BundleTooLargeError when it has more than `most` bytes
 * @throws MalformedBundleError and whatever `read` throws
 */
export async function unpackBundle(
  read: ReadBlob,
  hash: Hex,
  { most = MOST_HELD_BYTES }: { most?: number } = {},
): Promise<{ bundle: Bundle; size: bigint }> {
  const open = await openBundle(read, hash)
  const { manifest, size } = open
  if (size > BigInt(most)) throw new BundleTooLargeError(size, most)
  const { chainId, ledger, modelId, term, rule } = manifest
  const readAll = async <Part extends BundlePart, Content>(
    parts: readonly Part[],
    content: (part: UnpackedPart, name: string, stated: Part) => Content[],
  ) => {
    const all: Content[] = []
    for (const part of parts) {
      for (const item of content({ bytes: await open.part(part), count: part.count }, `part ${part.hash}`, part)) {
        all.push(item)
      }
    }
    return all
  }
  const reserves = new Map<string, Reserve>()
  const inferences = await readAll(manifest.inferences, (part, name, { credits }) => {
    const held = readInferences({ ...part, credits }, name)
    for (const [submission, reserve] of held.reserves) stateReserve(reserves, submission, reserve, name)
    return held.inferences
  })
  const stated = await readAll(manifest.payouts, (part, name, { account }) => {
    const held = readPayouts(part, name)
    if (held[0]?.account !== account) throw new MalformedBundleError(`${name} does not begin with ${account}`)
    return held
  })
  const openings = await readAll(manifest.openings, readOpenings)
  const payouts = payoutsOf(stated, { inferences, reserves, rule })
  const bundle: Bundle = { chainId, ledger, modelId, term, rule, inferences, payouts, reserves }
  return { bundle: openings.length > 0 ? { ...bundle, openings } : bundle, size }
}

type Credited = Pick<Bundle, 'inferences' | 'rule'> & { reserves: StatedReserves }

/** The entries that follow from the credits, by account in lower case. */
function followingEntries({ inferences, reserves, rule }: Credited): Map<string, BundlePayout['entries']> {
  const none: Reserve = { reserveAccount: '0x', reserveBps: 0 }
  const payouts = settle(inferences, ({ submissionId }) => reserves.get(submissionKey(submissionId)) ?? none, rule)
  return new Map(payouts.map(({ account, entries }) => [account.toLowerCase(), entries]))
}

/** Payouts whose entries follow from the credits without them: each account's once, so that a bundle is not longer than it says. */
function statedPayouts(credited: Credited, payouts: readonly BundlePayout[]): StatedPayout[] {
  const following = followingEntries(credited)
  return payouts.map(({ account, amount, entries }) => {
    const key = account.toLowerCase()
    const due = following.get(key)
    const isDue =
      due?.length === entries.length &&
      entries.every(({ inference, credit, amount: paid }, i) => {
        const entry = due[i]!
        return entry.inference === inference && entry.credit === credit && entry.amount === paid
      })
    if (!isDue) return { account, amount, entries }
    following.delete(key)
    return { account, amount, follows: { count: entries.length, root: rootOf(entries) } }
  })
}

/** Payouts with their entries. @throws MalformedBundleError where they do not follow as is said */
function payoutsOf(stated: readonly StatedPayout[], credited: Credited): BundlePayout[] {
  const following = followingEntries(credited)
  return stated.map((payout): BundlePayout => {
    if ('entries' in payout) return payout
    const { account, amount, follows } = payout
    const entries = following.get(account.toLowerCase())
    following.delete(account.toLowerCase())
    if (entries?.length !== follows.count || rootOf(entries) !== follows.root) {
      throw new MalformedBundleError(`the entries of ${account} do not follow from the credits, and are not stated`)
    }
    return { account, amount, entries }
  })
}

function rootOf(entries: BundlePayout['entries']): Hex {
  return openSumTree(entries.map(entryLeaf)).root
}
