import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { PlaceTakenError, WindowWordsError } from '../../src/attribution/windowIndex.ts'
import { attribute } from '../../src/engine/attribute.ts'
import {
  createIndexFolder,
  IndexClosedError,
  IndexExistsError,
  type IndexFolder,
  IndexLockedError,
  ManifestError,
  NoIndexError,
  openIndexFolder,
  RebuildIncompleteError,
  rebuildIndexFolder,
  SegmentDamagedError,
} from '../../src/engine/windows/index.ts'
import type { Progress } from '../../src/engine/windows/progress.ts'
import { BATCHES, batch, EACH } from './batches.ts'
import { crashAt, prepareIndex } from './crashes.ts'
import { scratchFolder } from './scratch.ts'

const view = { standingOf: () => 'Eligible' as const }
const made: { folder: string; index?: IndexFolder }[] = []
afterEach(async () => {
  for (const { folder, index } of made.splice(0)) {
    await index?.close()
    rmSync(folder, { recursive: true, force: true })
  }
})

function newFolder(): string {
  const folder = scratchFolder()
  made.push({ folder })
  return folder
}

/** An index of some batches, each in a segment of its own. */
async function indexOf(...batches: number[]): Promise<IndexFolder> {
  const folder = newFolder()
  const index = createIndexFolder(folder, { windowWords: 4 })
  made.at(-1)!.index = index
  for (const number of batches) await index.append(batch(number))
  return index
}

describe('an index in a folder', () => {
  test('default', async () => {
    const index = await indexOf(1, 0)
    await index.append([])
    expect(index.segments()).toHaveLength(2)
    const credits = await attribute(index, batch(1)[3]!.text, view)
    await index.close()
    const again = openIndexFolder(index.folder)
    made.at(-1)!.index = again
    expect(again.windowWords).toBe(4)
    expect(again.segments()).toEqual(index.segments())
    expect(await attribute(again, batch(1)[3]!.text, view)).toEqual(credits)
    expect(await again.textOf(batch(0)[2]!)).toEqual(batch(0)[2]!.text)
    expect(await again.textOf(batch(2)[2]!)).toBeUndefined()
  })

  test('behavior: merging leaves large segments alone, lookups go on, and old files go', async () => {
    const index = await indexOf()
    await index.append([...batch(0), ...batch(1)])
    for (const contribution of batch(2).slice(0, 3)) await index.append([contribution])
    const [large] = index.segments()
    const lookups = Promise.all(batch(1).map(({ text }) => attribute(index, text, view)))
    await index.merge()
    expect(index.segments()).toHaveLength(2)
    expect(index.segments()[0]).toEqual(large)
    await lookups
    expect(readdirSync(index.folder).filter((name) => name.endsWith('.segment'))).toHaveLength(2)
  })

  test('behavior: changes follow one another in the order in which they were asked for', async () => {
    const index = await indexOf()
    const wanted = [index.append(batch(0)), index.append(batch(1)), index.merge({ all: true }), index.append(batch(2))]
    await Promise.all(wanted)
    expect(index.segments().map(({ contributions }) => contributions)).toEqual([2 * EACH, EACH])
  })

  test('behavior: a view sees what counts in it, and a revocation needs no new index', async () => {
    const index = await indexOf(0, 1, 2, 3)
    const output = batch(0)[0]!.text
    const earners = async (revoked: readonly number[], missing: readonly number[] = []) => {
      const standingOf = ({ leafIndex }: { leafIndex: number }) =>
        missing.includes(leafIndex) ? 'None' : revoked.includes(leafIndex) ? 'Revoked' : 'Eligible'
      return (await attribute(index, output, { standingOf })).map(({ leafIndex, contributor }) => [
        leafIndex,
        Number(contributor),
      ])
    }
    expect(await earners([])).toEqual([[0, 1]])
    expect(await earners([0])).toEqual([[0, 0]])
    // Batch 2 has the same texts at leaf 2.
    expect(await earners([], [0])).toEqual([[2, 3]])
    expect(await earners([], [0, 1, 2, 3])).toEqual([])
  })

  test('behavior: progress is told, and a signal ends what is under way and leaves the index as it was', async () => {
    const index = await indexOf(0, 1)
    const before = readdirSync(index.folder)
    const told: Progress[] = []
    const stop = new AbortController()
    const onProgress = (progress: Progress) => {
      told.push(progress)
      stop.abort(new Error('enough'))
    }
    const options = { signal: stop.signal, onProgress }
    await expect(index.merge({ ...options, all: true })).rejects.toThrow('enough')
    await expect(index.append(batch(2), options)).rejects.toThrow('enough')
    await expect(attribute(index, batch(0)[0]!.text, view, options)).rejects.toThrow('enough')
    expect(told.length).toBeGreaterThan(1)
    expect(readdirSync(index.folder)).toEqual(before)
    await index.append(batch(2))
    await index.merge({ all: true, onProgress: (progress) => told.push(progress) })
    const { done, total } = told.at(-1)!
    expect(done).toBeLessThanOrEqual(total)
  })

  test('error: a place that is taken, and the index is as it was', async () => {
    const index = await indexOf(0)
    await expect(index.append([...batch(1), batch(0)[7]!])).rejects.toThrow(PlaceTakenError)
    await expect(index.append([...batch(1), batch(1)[7]!])).rejects.toThrow(PlaceTakenError)
    expect(index.segments()).toHaveLength(1)
    await index.append(batch(1))
  })

  test('error: folders that are no index, or one already, or in use', async () => {
    const index = await indexOf(0)
    expect(() => openIndexFolder(index.folder)).toThrow(IndexLockedError)
    await expect(rebuildIndexFolder(index.folder, [])).rejects.toThrow(IndexLockedError)
    await index.close()
    await expect(index.append(batch(1))).rejects.toThrow(IndexClosedError)
    await expect(attribute(index, batch(0)[0]!.text, view)).rejects.toThrow(IndexClosedError)
    expect(() => createIndexFolder(index.folder, { windowWords: 4 })).toThrow(IndexExistsError)
    expect(() => openIndexFolder(newFolder())).toThrow(NoIndexError)
    expect(() => createIndexFolder(newFolder(), { windowWords: 5 })).toThrow(WindowWordsError)
    writeFileSync(join(index.folder, 'manifest.json'), '{}')
    expect(() => openIndexFolder(index.folder)).toThrow(ManifestError)
  })
})

describe('damage', () => {
  /** Alters the file of one of two segments, which must be named and rebuilt. */
  async function damage(alter: (file: string) => void) {
    const index = await indexOf(0, 1)
    const damaged = index.segments()[0]!
    const bytes = readFileSync(damaged.file)
    await index.close()
    alter(damaged.file)
    const found = await rebuildIndexFolder(index.folder, [...batch(0), ...batch(1)])
    expect(found.map(({ file }) => file)).toEqual([damaged.file])
    const again = openIndexFolder(index.folder)
    made.at(-1)!.index = again
    // The same contributions make the same bytes.
    expect(readFileSync(again.segments().at(-1)!.file).equals(bytes)).toBe(true)
  }

  test('behavior: a bit that flips anywhere in a file is found', async () => {
    const index = await indexOf(0, 1)
    const { file } = index.segments()[0]!
    await index.close()
    const bytes = readFileSync(file)
    // Every block, at places that differ.
    for (let at = 0; at < bytes.length; at += 1_361) {
      const altered = Uint8Array.from(bytes)
      altered[at]! ^= 1 << (at % 8)
      writeFileSync(file, altered)
      await expect(rebuildIndexFolder(index.folder, []), `byte ${at}`).rejects.toThrow(RebuildIncompleteError)
    }
    writeFileSync(file, bytes)
    expect(await rebuildIndexFolder(index.folder, [])).toEqual([])
  })

  test('behavior: a file that is cut off, empty, gone or another one is rebuilt from its contributions', async () => {
    await damage((file) => truncateSync(file, 20_000))
    await damage((file) => truncateSync(file, 0))
    await damage((file) => rmSync(file))
    await damage((file) => {
      const bytes = readFileSync(file)
      bytes[bytes.length - 4096 * 2]! ^= 1
      writeFileSync(file, bytes)
    })
  })

  test('error: a damaged file is named when it is opened, and when its damage is met', async () => {
    const index = await indexOf(0, 1)
    const { file } = index.segments()[0]!
    const bytes = readFileSync(file)
    const altered = Uint8Array.from(bytes)
    // The last block before the checksums is one of texts.
    altered[altered.length - 4096 - 4096]! ^= 1
    writeFileSync(file, altered)
    await expect(index.textOf(batch(0)[0]!)).rejects.toThrow(SegmentDamagedError)
    await expect(index.textOf(batch(0)[0]!)).rejects.toThrow(file)
    await expect(index.merge({ all: true })).rejects.toThrow(file)
    expect(index.segments()).toHaveLength(2)
    await index.close()
    writeFileSync(file, bytes.subarray(0, 5_000))
    expect(() => openIndexFolder(index.folder)).toThrow(file)
    writeFileSync(file, `x${bytes.toString('latin1').slice(1)}`, 'latin1')
    expect(() => openIndexFolder(index.folder)).toThrow('it is no segment')
  })
})

describe('a process that is killed', () => {
  // The long rung tries every write.
  test('behavior: loses and doubles nothing that it said was done', async () => {
    const prepared = await prepareIndex()
    made.push({ folder: prepared })
    const writes = (await crashAt(prepared, undefined))!
    expect(writes).toBeGreaterThan(50)
    const random = Math.floor(Math.random() * 20)
    for (let write = random; write < writes; write += Math.ceil(writes / 4)) await crashAt(prepared, write)
  }, 240_000)
})

test('batches differ in place', () => {
  const places = Array.from({ length: BATCHES }, (_, number) => batch(number)).flat()
  expect(new Set(places.map(({ submissionId, leafIndex }) => `${submissionId}/${leafIndex}`)).size).toBe(places.length)
})
