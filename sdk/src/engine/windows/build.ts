import { own, shared } from './arrays.ts'
import type { HashKey } from './hash.ts'
import { createPool, type Pool } from './pool.ts'
import { type LongOptions, step } from './progress.ts'
import { bucketBitsOf, type IndexedContribution, planContributions, type Segment } from './segment.ts'
import { type Job, type Mark, MOST_BITS, type Partitions, type Scan, type Scatter, type Sort } from './tasks.ts'

export type BuildOptions = LongOptions & {
  windowWords: number
  key: HashKey
  /** Threads besides this one that do the work; 0 for this one alone. */
  workers?: number
  /** Bytes of text in one piece of work. */
  pieceBytes?: number
}

/** Partitions are this large at least, on average: they are sorted in a processor's cache. */
const PARTITION_WINDOWS = 2 ** 14

/**
 * The segment over some contributions, given in any order.
 * @throws PlaceTakenError, SubmissionIdRangeError, LeafIndexRangeError, ContributorError, SegmentTooLargeError
 */
export async function buildSegment(
  contributions: readonly IndexedContribution[],
  options: BuildOptions,
): Promise<Segment> {
  const pool = createPool(options.workers ?? 0)
  try {
    return await buildInPool(contributions, options, pool)
  } finally {
    await pool.close()
  }
}

/** As `buildSegment`, by threads that are there already. */
export async function buildInPool(
  contributions: readonly IndexedContribution[],
  options: BuildOptions,
  pool: Pool,
): Promise<Segment> {
  const isShared = pool.threads > 0
  const allocate = isShared ? shared : own
  const packed = planContributions(contributions, options, allocate)
  const { windowWords, key, count, places, contributors, starts, locator, locatorShift, texts, copyTexts } = packed
  const job: Job = { windowWords, key, starts, locator, locatorShift, texts, isShared }
  const { pieceBytes = 2 ** 20 } = options

  const pieces = cut(starts, count, pieceBytes)
  const scanOf = (i: number): Scan => {
    const [from, to] = pieces[i]!
    // While others hash the pieces before it.
    copyTexts(from, to)
    return { kind: 'scan', job, from, to }
  }
  const scanned = await pool.all(pieces.length, scanOf, 'hash', options)

  const total = scanned.reduce((sum, { pairs }) => sum + pairs.length / 2, 0)
  const bits = Math.min(MOST_BITS, Math.max(0, Math.ceil(Math.log2(Math.max(1, total / PARTITION_WINDOWS)))))
  const { offsets, bounds } = placeOfPieces(
    scanned.map(({ histogram }) => histogram),
    bits,
  )
  const partitions: Partitions = { bits, entries: allocate.numbers(2 * total), bounds }
  const out = partitions.entries
  const scatterOf = (i: number): Scatter => {
    const { pairs } = scanned[i]!
    return { kind: 'scatter', pairs, offsets: offsets[i]!, bits, out }
  }
  await pool.all(scanned.length, scatterOf, 'divide', options)
  // They are large, and done with.
  scanned.length = 0

  const parts = 2 ** bits
  const each = Math.max(1, parts >>> 6)
  const rangeAt = (i: number): [number, number] => [i * each, Math.min(parts, (i + 1) * each)]
  const ranges = Array.from({ length: Math.ceil(parts / each) }, (_, i) => rangeAt(i))
  const kept = allocate.numbers(parts)
  const sortOf = (i: number): Sort => ({ kind: 'sort', job, partitions, from: ranges[i]![0], to: ranges[i]![1] })
  const keptOf = await pool.all(ranges.length, sortOf, 'sort', options)
  for (const [i, counts] of keptOf.entries()) kept.set(counts, ranges[i]![0])

  const firsts = new Uint32Array(parts + 1)
  for (let i = 0; i < parts; i++) firsts[i + 1] = firsts[i]! + kept[i]!
  const windows = firsts[parts]!
  const bucketBits = bucketBitsOf(windows)
  const directory = allocate.numbers(2 ** bucketBits + 1)
  const marked = { kind: 'mark', partitions, kept, firsts, bucketBits, directory } as const
  // Few windows may be left of many: then a bucket has several partitions.
  const marks = bucketBits < bits ? [[0, parts] as const] : ranges
  const markOf = (i: number): Mark => ({ ...marked, from: marks[i]![0], to: marks[i]![1] })
  await pool.all(marks.length, markOf, 'mark', options)
  directory[2 ** bucketBits] = windows
  await step(options, { phase: 'mark', done: windows, total: windows })

  const entries = closeGaps(partitions, kept, firsts)
  return { windowWords, key, count, places, contributors, starts, locator, locatorShift, texts, entries, directory }
}

/** Contributions in pieces of about so many bytes of text. */
function cut(starts: Uint32Array, count: number, pieceBytes: number): [number, number][] {
  const pieces: [number, number][] = []
  for (let from = 0, to = 0; from < count; from = to) {
    while (to < count && (to === from || starts[to + 1]! - starts[from]! <= pieceBytes)) to++
    pieces.push([from, to])
  }
  return pieces
}

/** Where each piece writes its first window of each partition: behind those of the pieces before it. */
function placeOfPieces(histograms: readonly Uint32Array[], bits: number) {
  const parts = 2 ** bits
  const folded = histograms.map((histogram) => {
    const counts = new Uint32Array(parts)
    histogram.forEach((count, i) => {
      counts[i >>> (MOST_BITS - bits)]! += count
    })
    return counts
  })
  const offsets = folded.map(() => new Uint32Array(parts))
  const bounds = new Uint32Array(parts + 1)
  let at = 0
  for (let partition = 0; partition < parts; partition++) {
    bounds[partition] = at
    for (const [i, counts] of folded.entries()) {
      offsets[i]![partition] = at
      at += counts[partition]!
    }
  }
  bounds[parts] = at
  return { offsets, bounds }
}

/** The windows that are left, one after the other. */
function closeGaps({ entries, bounds }: Partitions, kept: Uint32Array, firsts: Uint32Array): Uint32Array {
  const windows = firsts.at(-1)!
  if (2 * windows === entries.length) return entries
  for (let i = 0; i < kept.length; i++) {
    entries.copyWithin(2 * firsts[i]!, 2 * bounds[i]!, 2 * (bounds[i]! + kept[i]!))
  }
  // A few gaps are no reason to copy everything, many are none to keep it.
  return 32 * windows > 15 * entries.length ? entries.subarray(0, 2 * windows) : entries.slice(0, 2 * windows)
}
