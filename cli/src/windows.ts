import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Place } from '@openledger/sdk/attribution'
import {
  buildSegment,
  createHashKey,
  createIndexFolder,
  type IndexedContribution,
  type IndexFolder,
  inMemory,
  ManifestError,
  type MemorySource,
  mergeSegments,
  NoIndexError,
  openIndexFolder,
  type Segment,
  SegmentDamagedError,
  type WindowSource,
} from '@openledger/sdk/engine'
import type { Hex } from 'viem'
import { type LongOptions, workersFor } from './progress.ts'

/** An index over windows of one length, which takes in what versions of models draw on. */
export type Windows<source extends WindowSource = WindowSource> = {
  /** What answers; to be asked for anew after something was added. */
  source(): source
  has(place: Place): boolean
  /**
   * To be told before contributions of submissions are added. Where a submission has another root than before, since the
   * chain was reorganised, the index begins anew.
   * @returns whether it did
   */
  expect(roots: ReadonlyMap<bigint, Hex>): Promise<boolean>
  /** Adds contributions that it does not have, all or none. */
  add(contributions: readonly IndexedContribution[], options?: LongOptions): Promise<void>
  /** Merges what was added in small pieces. */
  settle(options?: LongOptions): Promise<void>
  close(): Promise<void>
}

/** An index in memory. */
export async function memoryWindows(windowWords: number): Promise<Windows<MemorySource>> {
  const key = createHashKey()
  const empty = inMemory([await buildSegment([], { windowWords, key })])
  const roots = new Map<bigint, Hex>()
  let source = empty
  return {
    source: () => source,
    has: (place) => source.textOfSync(place) !== undefined,
    async expect(expected) {
      const isAnew = isOther(roots, expected)
      if (isAnew) {
        roots.clear()
        source = empty
      }
      for (const [submissionId, root] of expected) roots.set(submissionId, root)
      return isAnew
    },
    async add(contributions, options = {}) {
      const added = await buildSegment(contributions, {
        ...options,
        workers: workersFor(bytesOf(contributions)),
        windowWords,
        key,
      })
      // The one without contributions gives way to the first that has some.
      const segments = [...source.segments, added].filter(({ count }) => count > 0)
      source = inMemory(segments as [Segment, ...Segment[]])
    },
    async settle(options = {}) {
      // Each that is left has more windows than all smaller ones together, or they would be too large as one.
      const segments = source.segments.toSorted((a, b) => b.entries.length - a.entries.length)
      let [first, windows, bytes] = [segments.length, 0, 0]
      for (let i = segments.length - 1; i >= 0; i--) {
        const { entries, texts } = segments[i]!
        bytes += texts.length
        if (entries.length <= windows && bytes <= MOST_MERGED_BYTES) first = i
        windows += entries.length
      }
      if (first === segments.length) return
      const merged = await mergeSegments(segments.slice(first) as [Segment, ...Segment[]], options)
      source = inMemory([merged, ...segments.slice(0, first)])
    },
    close: async () => {},
  }
}

function bytesOf(contributions: readonly IndexedContribution[]): number {
  return contributions.reduce((sum, { text }) => sum + text.length, 0)
}

/** Text of a segment that comes of merging: it is copied. */
const MOST_MERGED_BYTES = 2 ** 30

/**
 * An index in a folder, which stays there for the next time: this process then holds it. One that is damaged is built anew,
 * since all that it holds can be read again.
 * @throws IndexLockedError
 */
export async function folderWindows(parent: string, windowWords: number): Promise<Windows> {
  const folder = join(parent, String(windowWords))
  const rootsFile = join(parent, `${windowWords}.submissions.json`)
  await mkdir(parent, { recursive: true })
  const begin = async () => {
    await rm(folder, { recursive: true, force: true })
    return createIndexFolder(folder, { windowWords })
  }
  let index = openOrUndefined(folder) ?? (await begin())
  const roots = await readRoots(rootsFile)
  // What it holds without a word of where that is from may be from anywhere.
  if (roots === undefined && index.segments().length > 0) {
    await index.close()
    index = await begin()
  }
  let known = roots ?? new Map<bigint, Hex>()
  return {
    source: () => index,
    has: (place) => index.has(place),
    async expect(expected) {
      const isAnew = isOther(known, expected)
      if (isAnew) {
        await index.close()
        index = await begin()
        known = new Map()
      }
      if ([...expected.keys()].every((submissionId) => known.has(submissionId))) return isAnew
      known = new Map([...known, ...expected])
      await writeRoots(rootsFile, known)
      return isAnew
    },
    add: (contributions, options) =>
      index.append(contributions, { ...options, workers: workersFor(bytesOf(contributions)) }),
    settle: (options) => index.merge(options),
    close: () => index.close(),
  }
}

function openOrUndefined(folder: string): IndexFolder | undefined {
  try {
    return openIndexFolder(folder)
  } catch (error) {
    const isGone = error instanceof NoIndexError
    if (isGone || error instanceof ManifestError || error instanceof SegmentDamagedError) return undefined
    throw error
  }
}

/** Whether a submission that is known is expected with another root. */
function isOther(known: ReadonlyMap<bigint, Hex>, expected: ReadonlyMap<bigint, Hex>): boolean {
  for (const [submissionId, root] of expected) {
    const before = known.get(submissionId)
    if (before !== undefined && before !== root) return true
  }
  return false
}

/** Which submissions an index is from, by their roots; undefined where nothing whole says so. */
async function readRoots(file: string): Promise<Map<bigint, Hex> | undefined> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
  try {
    const stated = Object.entries<Hex>(JSON.parse(text))
    return new Map(stated.map(([submissionId, root]) => [BigInt(submissionId), root]))
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** The old file stays until the new one is on the disk. */
async function writeRoots(path: string, roots: ReadonlyMap<bigint, Hex>): Promise<void> {
  const temporary = `${path}.new`
  const file = await open(temporary, 'w')
  try {
    await file.writeFile(JSON.stringify(Object.fromEntries(roots)))
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(temporary, path)
  const folder = await open(dirname(path), 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
