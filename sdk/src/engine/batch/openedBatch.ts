import { availableParallelism } from 'node:os'
import { bytesToHex, type Hex } from 'viem'
import type { Reserve } from '../../attribution/amounts.ts'
import { MalformedBundleError } from '../../attribution/bundle/errors.ts'
import { type BundleManifest, bundleSizeOf, decodeManifest } from '../../attribution/bundle/manifest.ts'
import type { ReadBlob } from '../../attribution/bundle/pack.ts'
import { readPayouts, stateReserve } from '../../attribution/bundle/parts.ts'
import { type BundlePayout, type StatedReserves, submissionKey } from '../../attribution/bundle.ts'
import {
  createKeccak,
  HASH_BYTES,
  type Keccak,
  type PackedSumTree,
  packSumHashes,
  packSumTree,
  type SumLevel,
  sumAt,
} from '../hashing/index.ts'
import { ADDRESS_BYTES } from './answers.ts'
import type { BatchProgress } from './build.ts'
import { type Grouped, groupEntries } from './entries.ts'
import { rootEntries } from './entryRoots.ts'
import { numbering } from './numbering.ts'
import { overPayouts, type PackedPayouts } from './payouts.ts'
import { createPool, type Pool } from './pool.ts'
import { createShared, type Shared } from './shared.ts'
import { type OpenedPart, type Task, unpackPart } from './tasks.ts'

/** A batch as its bundle states it, without texts and credits: what is in memory of a million answers. */
export type OpenedLargeBatch = {
  manifest: BundleManifest
  size: bigint
  keccak: Keccak
  shared: Shared
  /** By inference. */
  version: Uint32Array
  /** Numbers of `accounts`. */
  payer: Uint32Array
  from: BigUint64Array
  to: BigUint64Array
  dataFee: BigUint64Array
  /** 20 bytes each, by the number that the batch was read with. */
  accounts: readonly Uint8Array[]
  /** Reserves as stated, where they take a share; and all credited submissions. */
  reserves: StatedReserves
  submissions: readonly bigint[]
  inferenceTree: PackedSumTree
  /** Entries that follow from the credits, by account. */
  grouped: Grouped
  /** Their roots and sums, by account. */
  roots: SumLevel
  payouts: PackedPayouts
  /** By payout the account's number where its entries follow; the entries where they are stated. */
  entriesOf: readonly (number | BundlePayout['entries'])[]
}

export type OpenOptions = {
  /** Threads beside this one; 0 to use none. As many as the machine runs at once unless given. */
  workers?: number
  signal?: AbortSignal
  onProgress?: (progress: BatchProgress) => void
}

/**
 * Reads the bundle of a large batch and makes every tree of it, part by part.
 * @throws MalformedBundleError where `unpackBundle` of `sdk/src/attribution` does
 * @throws OddNumber, SumOutOfRangeError where numbers are beyond what honest batches have
 */
export async function openLargeBatch(read: ReadBlob, hash: Hex, options: OpenOptions = {}): Promise<OpenedLargeBatch> {
  const { workers = availableParallelism(), signal } = options
  const keccak = await createKeccak()
  const { manifest, size } = await readManifest(keccak, read, hash)
  const { inferences: count, credits } = countsOf(manifest)
  const shared = createShared(count, credits)
  const pool = await createPool(workers, { rule: manifest.rule, shared }, signal)
  try {
    return await open({ read, keccak, manifest, size, shared, pool, count, options })
  } finally {
    await pool.close()
  }
}

/** @throws MalformedBundleError */
export async function readManifest(
  keccak: Keccak,
  read: ReadBlob,
  hash: Hex,
): Promise<{ manifest: BundleManifest; size: bigint }> {
  const bytes = await read(hash)
  if (bytesToHex(keccak.hash(bytes)) !== hash) throw new MalformedBundleError('its manifest has another hash')
  const manifest = decodeManifest(bytes)
  return { manifest, size: bundleSizeOf(bytes, manifest) }
}

/** Leaves that a manifest says there are. */
export function countsOf({ inferences, payouts }: BundleManifest) {
  return {
    inferences: inferences.reduce((sum, { count }) => sum + count, 0),
    credits: inferences.reduce((sum, { credits }) => sum + credits, 0),
    payouts: payouts.reduce((sum, { count }) => sum + count, 0),
  }
}

type Given = {
  read: ReadBlob
  keccak: Keccak
  manifest: BundleManifest
  size: bigint
  shared: Shared
  pool: Pool
  count: number
  options: OpenOptions
}

async function open(given: Given): Promise<OpenedLargeBatch> {
  const { read, keccak, manifest, size, shared, pool, options } = given
  const inferences = await openInferences(given)
  const inferenceTree = packSumHashes(keccak, { hashes: shared.inferenceHashes, sums: shared.inferenceSums })
  const { accounts } = inferences
  const grouped = groupEntries(shared.slotAccount, accounts.items.length)
  const roots = await rootEntries(keccak, pool, grouped, (done, total) =>
    options.onProgress?.({ phase: 'accounts', done, total }),
  )
  const numbers = accounts.items.length
  const payoutCount = countsOf(manifest).payouts
  const stated = {
    count: payoutCount,
    accounts: new Uint8Array(ADDRESS_BYTES * payoutCount),
    entriesRoots: new Uint8Array(HASH_BYTES * payoutCount),
    entryCounts: new Uint32Array(payoutCount),
  }
  const amounts: bigint[] = []
  const entriesOf: OpenedLargeBatch['entriesOf'][number][] = []
  const followed = new Set<number>()
  for (const part of manifest.payouts) {
    options.signal?.throwIfAborted()
    const name = `part ${part.hash}`
    const held = readPayouts({ bytes: unpackPart(keccak, await read(part.hash), part), count: part.count }, name)
    if (held[0]?.account.toLowerCase() !== part.account.toLowerCase()) {
      throw new MalformedBundleError(`${name} does not begin with ${part.account}`)
    }
    for (const payout of held) {
      const i = amounts.length
      amounts.push(payout.amount)
      const address = Buffer.from(payout.account.slice(2), 'hex')
      stated.accounts.set(address, ADDRESS_BYTES * i)
      if ('entries' in payout) {
        stated.entriesRoots.set(rootOfEntries(keccak, payout.entries), HASH_BYTES * i)
        stated.entryCounts[i] = payout.entries.length
        entriesOf.push(payout.entries)
        continue
      }
      const number = accounts.of(address, 0)
      const due = number < numbers ? grouped.starts[number + 1]! - grouped.starts[number]! : 0
      const root = roots.hashes.subarray(HASH_BYTES * number, HASH_BYTES * (number + 1))
      const { follows } = payout
      if (due === 0 || follows.count !== due || bytesToHex(root) !== follows.root || followed.has(number)) {
        throw new MalformedBundleError(
          `the entries of ${payout.account} do not follow from the credits, and are not stated`,
        )
      }
      followed.add(number)
      stated.entriesRoots.set(root, HASH_BYTES * i)
      stated.entryCounts[i] = due
      entriesOf.push(number)
    }
  }
  const payouts = overPayouts(keccak, stated, (i) => amounts[i]!)
  const { accounts: _, ...rest } = inferences
  return {
    manifest,
    size,
    keccak,
    shared,
    ...rest,
    accounts: accounts.items,
    inferenceTree,
    grouped,
    roots,
    payouts,
    entriesOf,
  }
}

async function openInferences({ read, manifest, shared, pool, count, options }: Given) {
  const accounts = numbering(ADDRESS_BYTES)
  const reserves = new Map<string, Reserve>()
  const submissions = new Map<string, bigint>()
  const columns = {
    version: new Uint32Array(count),
    payer: new Uint32Array(count),
    from: new BigUint64Array(2 * count),
    to: new BigUint64Array(2 * count),
    dataFee: new BigUint64Array(2 * count),
  }
  const places: { firstInference: number; firstCredit: number }[] = []
  let [firstInference, firstCredit] = [0, 0]
  for (const part of manifest.inferences) {
    places.push({ firstInference, firstCredit })
    firstInference += part.count
    firstCredit += part.credits
  }
  const tasks = async function* (): AsyncGenerator<Task> {
    for (const [i, stated] of manifest.inferences.entries()) {
      yield { kind: 'open', blob: await read(stated.hash), stated, place: places[i]! }
    }
  }
  let done = 0
  await pool.each(tasks(), (made, index) => {
    const part = made as OpenedPart
    const stated = manifest.inferences[index]!
    const place = places[index]!
    const numbers = part.accounts.map((account) => accounts.of(account, 0))
    for (let slot = 2 * place.firstCredit; slot < 2 * (place.firstCredit + stated.credits); slot++) {
      const own = shared.slotAccount[slot]!
      if (own !== 0) shared.slotAccount[slot] = numbers[own - 1]! + 1
    }
    columns.version.set(part.version, place.firstInference)
    part.payer.forEach((own, i) => {
      columns.payer[place.firstInference + i] = numbers[own]!
    })
    for (const name of ['from', 'to', 'dataFee'] as const) columns[name].set(part[name], 2 * place.firstInference)
    part.submissions.forEach((submission, s) => {
      const key = submissionKey(submission)
      submissions.set(key, submission)
      const reserveBps = part.reserveBps[s]!
      if (reserveBps === 0) return
      const reserveAccount = bytesToHex(part.accounts[part.reserveAccount[s]!]!)
      stateReserve(reserves, key, { reserveAccount, reserveBps }, `part ${stated.hash}`)
    })
    done += part.count
    options.onProgress?.({ phase: 'inferences', done, total: count })
  })
  return { ...columns, accounts, reserves, submissions: [...submissions.values()] }
}

/** The root over entries as they are stated. */
export function rootOfEntries(keccak: Keccak, entries: BundlePayout['entries']): Uint8Array {
  const tree = packStated(keccak, entries)
  return tree.count === 0 ? new Uint8Array(HASH_BYTES) : tree.levels.at(-1)!.hashes
}

/** The tree over entries as they are stated. @throws SumOutOfRangeError */
export function packStated(keccak: Keccak, entries: BundlePayout['entries']): PackedSumTree {
  return packSumTree(keccak, {
    count: entries.length,
    bytes: 64,
    write(i, leaf) {
      const view = new DataView(leaf.buffer, leaf.byteOffset, leaf.length)
      const { inference, credit, amount } = entries[i]!
      view.setUint32(28, inference)
      view.setUint32(60, credit)
      return amount
    },
  })
}

/** The entries [from, to) of an account that follow from the credits. */
export function followingEntries({ grouped, shared }: Pick<OpenedLargeBatch, 'grouped' | 'shared'>, account: number) {
  const slots = grouped.slots.subarray(grouped.starts[account]!, grouped.starts[account + 1]!)
  return Array.from(slots, (slot) => ({
    inference: shared.creditInference[slot >>> 1]!,
    credit: shared.creditPlace[slot >>> 1]!,
    amount: sumAt(shared.slotAmount, slot),
  }))
}
