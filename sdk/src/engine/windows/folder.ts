import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Place } from '../../attribution/corpus.ts'
import { PlaceTakenError } from '../../attribution/windowIndex.ts'
import { buildSegment } from './build.ts'
import { IndexClosedError, IndexExistsError, NoIndexError, SegmentDamagedError } from './errors.ts'
import { openSegmentFile, type SegmentFile } from './file.ts'
import { earliestInFiles, textInFiles } from './filesSource.ts'
import { createHashKey, createWindowHash, type HashKey } from './hash.ts'
import { lockFolder, type Manifest, readManifest, writeManifest } from './manifest.ts'
import { mergeFiles } from './mergeFiles.ts'
import type { LongOptions } from './progress.ts'
import { type Contents, checkWindowWords, type IndexedContribution, MOST_TEXT_BYTES, ordinalOf } from './segment.ts'
import type { WindowSource } from './source.ts'
import { writeSegment } from './writer.ts'

/** An index in a folder, of which little is in memory. */
export type IndexFolder = WindowSource & {
  readonly folder: string
  readonly key: HashKey
  /** Whether it holds the contribution at a place. */
  has(place: Place): boolean
  /** What it consists of, the oldest first. */
  segments(): { file: string; contributions: number; windows: number }[]
  /**
   * Adds contributions, in a segment of their own: when this ends they are on the disk, and nothing else was written anew.
   * @throws PlaceTakenError, and the index is as it was; SubmissionIdRangeError, LeafIndexRangeError, ContributorError,
   * SegmentTooLargeError
   */
  append(contributions: readonly IndexedContribution[], options?: LongOptions & { workers?: number }): Promise<void>
  /**
   * Merges small segments, so that each that is left has more windows than all smaller ones together; or, with `all`, as
   * many as one file can hold. Lookups go on meanwhile.
   */
  merge(options?: LongOptions & { all?: boolean }): Promise<void>
  /** Ends what is under way and closes the files. */
  close(): Promise<void>
}

/**
 * An empty index in a folder, which this process then holds open for writing.
 * @throws WindowWordsError, IndexExistsError, IndexLockedError
 */
export function createIndexFolder(
  folder: string,
  { windowWords, key = createHashKey() }: { windowWords: number; key?: HashKey },
): IndexFolder {
  checkWindowWords(windowWords)
  mkdirSync(folder, { recursive: true })
  const unlock = lockFolder(folder)
  try {
    if (isIndex(folder)) throw new IndexExistsError(folder)
    const seed = Buffer.from(key.seed).toString('hex')
    writeManifest(folder, {
      format: 'openledger-windows/1',
      windowWords,
      seed,
      hashBits: key.bits,
      next: 1,
      segments: [],
    })
  } finally {
    unlock()
  }
  return openIndexFolder(folder)
}

/**
 * Opens an index for reading and writing: one process at a time. What a process that was killed left half done goes away.
 * @throws NoIndexError, ManifestError, IndexLockedError
 * @throws SegmentDamagedError naming the file, which `rebuildIndexFolder` makes anew
 */
export function openIndexFolder(folder: string): IndexFolder {
  readManifest(folder)
  const unlock = lockFolder(folder)
  try {
    return opened(folder, unlock)
  } catch (error) {
    unlock()
    throw error
  }
}

/** A file in use: it is closed, and deleted, when no lookup needs it any more. */
type Live = { name: string; file: SegmentFile; users: number; isRetired: boolean }

function opened(folder: string, unlock: () => void): IndexFolder {
  let manifest = readManifest(folder)
  removeStrays(folder, manifest)
  const key = keyOf(manifest)
  const { windowWords } = manifest
  const hash = createWindowHash(windowWords, key)
  let live = openAll(folder, manifest)
  let isClosed = false
  let last: Promise<unknown> = Promise.resolve()

  /** One change at a time, in the order in which they were asked for. */
  const change = async <Result>(act: () => Promise<Result>): Promise<Result> => {
    checkOpen()
    const own = last.then(act)
    last = own.catch(() => undefined)
    return own
  }
  const checkOpen = () => {
    if (isClosed) throw new IndexClosedError(folder)
  }
  /** Puts a new segment in the place of others: from the moment at which the manifest says so. */
  const replace = (old: readonly Live[], name: string) => {
    const file = openSegmentFile(join(folder, name))
    const kept = live.filter((each) => !old.includes(each))
    const next = [...kept, { name, file, users: 0, isRetired: false }]
    const segments = next.map((each) => ({
      name: each.name,
      contributions: each.file.count,
      windows: each.file.windows,
    }))
    const changed = { ...manifest, next: numberOf(name) + 1, segments }
    try {
      writeManifest(folder, changed)
    } catch (error) {
      file.close()
      throw error
    }
    manifest = changed
    live = next
    for (const each of old) retire(each)
  }
  const retire = (each: Live) => {
    each.isRetired = true
    if (each.users === 0) dispose(each)
  }
  const dispose = ({ name, file }: Live) => {
    file.close()
    if (!live.some((each) => each.name === name)) rmSync(join(folder, name), { force: true })
  }
  /** Lends the files of this moment. */
  const withFiles = async <Result>(use: (files: SegmentFile[]) => Promise<Result>): Promise<Result> => {
    checkOpen()
    const lent = live
    for (const each of lent) each.users++
    try {
      return await use(lent.map(({ file }) => file))
    } finally {
      for (const each of lent) if (--each.users === 0 && each.isRetired) dispose(each)
    }
  }

  return {
    folder,
    windowWords,
    key,
    has(place) {
      checkOpen()
      return live.some(({ file }) => ordinalOf(file, place) !== undefined)
    },
    segments: () =>
      live.map(({ name, file }) => ({ file: join(folder, name), contributions: file.count, windows: file.windows })),
    earliest: (output, view, options = {}) =>
      withFiles((files) => earliestInFiles(files, output, view, { ...options, hash })),
    textOf: (place) => withFiles((files) => textInFiles(files, place)),
    append: (contributions, options = {}) =>
      change(async () => {
        if (contributions.length === 0) return
        checkNew(
          contributions,
          live.map(({ file }) => file),
        )
        const segment = await buildSegment(contributions, { ...options, windowWords, key })
        const name = nameOf(manifest.next)
        writeSegment(join(folder, name), segment)
        replace([], name)
      }),
    merge: (options = {}) =>
      change(async () => {
        for (const group of groupsToMerge(live, options.all ?? false)) {
          const name = nameOf(manifest.next)
          await mergeFiles(
            group.map(({ file }) => file),
            join(folder, name),
            options,
          )
          replace(group, name)
        }
      }),
    close: async () => {
      if (isClosed) return
      isClosed = true
      await last
      for (const each of live) retire(each)
      unlock()
    },
  }
}

export function keyOf({ seed, hashBits }: Manifest): HashKey {
  return { seed: Uint8Array.from(Buffer.from(seed, 'hex')), bits: hashBits }
}

export function nameOf(number: number): string {
  return `${number}.segment`
}

/** Files that no manifest names: those of a process that was killed before it had said anything, or after it was done. */
export function removeStrays(folder: string, { segments }: Manifest): void {
  const named = new Set(segments.map(({ name }) => name))
  for (const file of readdirSync(folder)) {
    const isOurs = /^(\d+\.segment(\.new)?|manifest\.json\.new)$/.test(file)
    if (isOurs && !named.has(file)) rmSync(join(folder, file))
  }
}

/** @throws PlaceTakenError when one of the segments holds one of the contributions */
function checkNew(contributions: readonly IndexedContribution[], held: readonly Contents[]): void {
  for (const contribution of contributions) {
    if (held.some((contents) => ordinalOf(contents, contribution) !== undefined)) {
      throw new PlaceTakenError(contribution)
    }
  }
}

function openAll(folder: string, { segments }: Manifest): Live[] {
  const live: Live[] = []
  try {
    for (const { name, contributions, windows } of segments) {
      const file = openSegmentFile(join(folder, name))
      live.push({ name, file, users: 0, isRetired: false })
      if (file.count !== contributions || file.windows !== windows) {
        throw new SegmentDamagedError(file.path, 'it is not the one that the manifest names')
      }
    }
    return live
  } catch (error) {
    for (const { file } of live) file.close()
    throw error
  }
}

function isIndex(folder: string): boolean {
  try {
    readManifest(folder)
    return true
  } catch (error) {
    if (error instanceof NoIndexError) return false
    throw error
  }
}

/** Which segments become one: each group fits a file. */
function groupsToMerge(live: readonly Live[], all: boolean): Live[][] {
  const sorted = live.toSorted((a, b) => a.file.windows - b.file.windows)
  let most = 0
  for (let i = 0, sum = 0; i < sorted.length; i++) {
    if (all || sorted[i]!.file.windows <= sum) most = i + 1
    sum += sorted[i]!.file.windows
  }
  const groups: Live[][] = []
  let size = Number.POSITIVE_INFINITY
  for (const each of sorted.slice(0, most)) {
    const bytes = each.file.layout.texts.length
    if (size + bytes > MOST_TEXT_BYTES) {
      groups.push([])
      size = 0
    }
    groups.at(-1)!.push(each)
    size += bytes
  }
  return groups.filter((group) => group.length > 1)
}

function numberOf(name: string): number {
  return Number.parseInt(name, 10)
}
