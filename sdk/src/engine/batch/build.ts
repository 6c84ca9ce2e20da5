import { availableParallelism } from 'node:os'
import { gzipSync } from 'node:zlib'
import { type Address, bytesToHex, getAddress, type Hex, hexToBytes } from 'viem'
import type { Reserve, RuleName } from '../../attribution/amounts.ts'
import type { BatchCommitment } from '../../attribution/batch.ts'
import {
  type BundleManifest,
  type BundlePart,
  bundleSizeOf,
  encodeManifest,
} from '../../attribution/bundle/manifest.ts'
import { PART_BYTES, payoutParts, type UnpackedPart } from '../../attribution/bundle/parts.ts'
import { createKeccak, packedSumRoot, packedTotal, packSumHashes } from '../hashing/index.ts'
import { ADDRESS_BYTES, type ScannedAnswers, scanAnswers } from './answers.ts'
import { groupEntries } from './entries.ts'
import { rootEntries } from './entryRoots.ts'
import { numbering } from './numbering.ts'
import { type Cut, cutParts, orderOf } from './order.ts'
import { type PackedPayouts, packPayouts, statedPayouts } from './payouts.ts'
import { createPool, type Pool } from './pool.ts'
import type { ReserveTable } from './records.ts'
import { createShared, type Shared } from './shared.ts'
import type { MadePart, Task } from './tasks.ts'

/** How far a batch is. */
export type BatchProgress = {
  phase: 'reading' | 'inferences' | 'accounts' | 'payouts' | 'words'
  done: number
  total: number
}

export type LargeBatchParameters = {
  chainId: number
  /** Address of `AttributionLedger`. */
  ledger: Address
  modelId: bigint
  term: number
  /** The model's rule; `WindowV1` unless given. */
  rule?: RuleName
  /** A file of answers, in any order: what `createAnswers` writes. */
  answers: string
  /** The model's data share, in basis points. */
  dataBps: number
  /** The reserve of the datanet of a credited submission: asked once for each. */
  reserveOf(submissionId: bigint): Reserve | Promise<Reserve>
  /** Keeps a blob of the bundle under its hash; done when it is safe. The manifest comes last. */
  write(hash: Hex, bytes: Uint8Array): Promise<void>
  /** Threads beside this one; 0 to use none. As many as the machine runs at once unless given. */
  workers?: number
  /** Effort of gzip, 1 to 9. */
  level?: number
  /** Weight at which a part of the bundle ends. */
  partBytes?: number
  signal?: AbortSignal
  onProgress?: (progress: BatchProgress) => void
}

/** A batch ready to be committed. Its bundle is written. */
export type LargeBatch = { commitment: BatchCommitment; payouts: PackedPayouts }

/**
 * Builds a batch from a file of answers: the same as `buildBatch` of `sdk/src/attribution`, to the byte where gzip is the
 * same, in memory that depends on the numbers of answers and credits alone, not on their texts.
 * @throws EmptyBatchError, EmptyRangeError, OverlappingInferencesError, SumOutOfRangeError, AnswersDamagedError
 */
export async function buildLargeBatch(parameters: LargeBatchParameters): Promise<LargeBatch> {
  const {
    answers,
    dataBps,
    rule = 'WindowV1',
    workers = availableParallelism(),
    level = 1,
    signal,
    onProgress,
  } = parameters
  const scanned = await scanAnswers(answers, {
    signal,
    onProgress: (done, total) => onProgress?.({ phase: 'reading', done, total }),
  })
  const order = orderOf(scanned)
  const reserves = await readReserves(scanned.submissions, parameters.reserveOf)
  const shared = createShared(scanned.count, scanned.credits)
  const start = { rule, shared, from: { path: answers, dataBps, reserves, level } }
  const pool = await createPool(workers, start, signal)
  try {
    return await build({ ...parameters, rule, level }, { scanned, order, shared, pool })
  } finally {
    await pool.close()
  }
}

type Given = { scanned: ScannedAnswers; order: Uint32Array; shared: Shared; pool: Pool }

async function build(
  parameters: LargeBatchParameters & { rule: RuleName; level: number },
  { scanned, order, shared, pool }: Given,
): Promise<LargeBatch> {
  const { chainId, modelId, term, rule, partBytes = PART_BYTES, onProgress, write, level } = parameters
  const keccak = await createKeccak()
  const keep = async ({ bytes, count }: UnpackedPart): Promise<BundlePart> => {
    const packed = gzipSync(bytes, { level })
    const hash = bytesToHex(keccak.hash(packed))
    await write(hash, packed)
    return { hash, stored: packed.length, size: bytes.length, count }
  }
  const inferences: BundleManifest['inferences'] = []
  const accounts = numbering(ADDRESS_BYTES)
  const cuts = [...cutParts(scanned, order, partBytes)]
  let done = 0
  await pool.each(partTasks(scanned, order, cuts), async (made, index) => {
    const { bytes, hash, size, accounts: own } = made as MadePart
    const { from, to, firstCredit, endCredit } = cuts[index]!
    const numbers = own.map((account) => accounts.of(account, 0))
    renumber(shared.slotAccount.subarray(2 * firstCredit, 2 * endCredit), numbers)
    const name = bytesToHex(hash)
    await write(name, bytes)
    inferences[index] = { hash: name, stored: bytes.length, size, count: to - from, credits: endCredit - firstCredit }
    done += to - from
    onProgress?.({ phase: 'inferences', done, total: scanned.count })
  })
  const inferenceTree = packSumHashes(keccak, { hashes: shared.inferenceHashes, sums: shared.inferenceSums })
  const grouped = groupEntries(shared.slotAccount, accounts.items.length)
  const roots = await rootEntries(keccak, pool, grouped, (done, total) =>
    onProgress?.({ phase: 'accounts', done, total }),
  )
  const payouts = packPayouts(keccak, { addresses: accounts.items, starts: grouped.starts, roots })
  const payoutBlobs: BundleManifest['payouts'] = []
  for (const { account, ...part } of payoutParts(statedPayouts(payouts), partBytes)) {
    payoutBlobs.push({ ...(await keep(part)), account })
    onProgress?.({ phase: 'payouts', done: part.count, total: payouts.count })
  }
  const ledger = getAddress(parameters.ledger)
  const manifest = { chainId, ledger, modelId, term, rule, inferences, payouts: payoutBlobs, openings: [] }
  const manifestBytes = encodeManifest(manifest)
  const bundleHash = bytesToHex(keccak.hash(manifestBytes))
  await write(bundleHash, manifestBytes)
  const commitment: BatchCommitment = {
    modelId,
    term,
    inferencesRoot: packedSumRoot(inferenceTree),
    inferenceCount: scanned.count,
    dataFees: packedTotal(inferenceTree),
    payoutsRoot: packedSumRoot(payouts.tree),
    payoutCount: payouts.count,
    earned: packedTotal(payouts.tree),
    creditCount: BigInt(scanned.credits),
    entryCount: BigInt(grouped.slots.length),
    bundleHash,
    bundleSize: bundleSizeOf(manifestBytes, manifest),
  }
  return { commitment, payouts }
}

function* partTasks({ offsets, lengths }: ScannedAnswers, order: Uint32Array, cuts: readonly Cut[]): Generator<Task> {
  for (const { from, to, firstCredit } of cuts) {
    const own = order.subarray(from, to)
    yield {
      kind: 'part',
      offsets: Float64Array.from(own, (answer) => offsets[answer]!),
      lengths: Uint32Array.from(own, (answer) => lengths[answer]!),
      place: { firstInference: from, firstCredit },
    }
  }
}

/** From a part's accounts to the batch's, both counted from 1. */
function renumber(slotAccount: Uint32Array, numbers: readonly number[]): void {
  for (let slot = 0; slot < slotAccount.length; slot++) {
    const own = slotAccount[slot]!
    if (own !== 0) slotAccount[slot] = numbers[own - 1]! + 1
  }
}

async function readReserves(
  submissions: Iterable<bigint>,
  reserveOf: LargeBatchParameters['reserveOf'],
): Promise<ReserveTable> {
  const reserves = new Map<bigint, { account: Uint8Array; bps: number }>()
  for (const submissionId of submissions) {
    const { reserveAccount, reserveBps } = await reserveOf(submissionId)
    if (reserveBps > 0) reserves.set(submissionId, { account: hexToBytes(reserveAccount), bps: reserveBps })
  }
  return reserves
}
