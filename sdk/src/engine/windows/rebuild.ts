import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { buildSegment } from './build.ts'
import { RebuildIncompleteError, SegmentDamagedError } from './errors.ts'
import { checkSegmentFile, openSegmentFile, type SegmentFile } from './file.ts'
import { keyOf, nameOf, removeStrays } from './folder.ts'
import { lockFolder, type Manifest, readManifest, writeManifest } from './manifest.ts'
import type { LongOptions } from './progress.ts'
import { type IndexedContribution, ordinalOf } from './segment.ts'
import { writeSegment } from './writer.ts'

/**
 * Reads every file of an index, and builds what the damaged ones held from its contributions.
 * @param contributions all that the index held: those that undamaged files have are left where they are
 * @returns the errors of the files that were damaged
 * @throws RebuildIncompleteError when contributions are missing; the folder is then as it was
 * @throws NoIndexError, ManifestError, IndexLockedError
 */
export async function rebuildIndexFolder(
  folder: string,
  contributions: readonly IndexedContribution[],
  options: LongOptions & { workers?: number } = {},
): Promise<SegmentDamagedError[]> {
  readManifest(folder)
  const unlock = lockFolder(folder)
  const files: SegmentFile[] = []
  try {
    const manifest = readManifest(folder)
    removeStrays(folder, manifest)
    const healthy: Manifest['segments'] = []
    const damages: SegmentDamagedError[] = []
    for (const segment of manifest.segments) {
      const damage = await damageOf(join(folder, segment.name), segment, files, options)
      if (damage) damages.push(damage)
      else healthy.push(segment)
    }
    if (damages.length === 0) return damages
    const lost = manifest.segments.filter((segment) => !healthy.includes(segment))
    const held = lost.reduce((sum, segment) => sum + segment.contributions, 0)
    const missing = contributions.filter((each) => !files.some((file) => ordinalOf(file, each) !== undefined))
    if (missing.length < held) throw new RebuildIncompleteError(held, missing.length)
    const { windowWords, next } = manifest
    const segment = await buildSegment(missing, { ...options, windowWords, key: keyOf(manifest) })
    const name = nameOf(next)
    writeSegment(join(folder, name), segment)
    const built = { name, contributions: segment.count, windows: segment.entries.length / 2 }
    writeManifest(folder, { ...manifest, next: next + 1, segments: [...healthy, built] })
    for (const each of lost) rmSync(join(folder, each.name), { force: true })
    return damages
  } finally {
    for (const file of files) file.close()
    unlock()
  }
}

/** What is wrong with a file; one with which nothing is, is added to `files`. */
async function damageOf(
  path: string,
  { contributions, windows }: Manifest['segments'][number],
  files: SegmentFile[],
  options: LongOptions,
): Promise<SegmentDamagedError | undefined> {
  try {
    const file = openSegmentFile(path)
    try {
      if (file.count !== contributions || file.windows !== windows) {
        throw new SegmentDamagedError(path, 'it is not the one that the manifest names')
      }
      await checkSegmentFile(file, options)
    } catch (error) {
      file.close()
      throw error
    }
    files.push(file)
    return undefined
  } catch (error) {
    if (error instanceof SegmentDamagedError) return error
    throw error
  }
}
