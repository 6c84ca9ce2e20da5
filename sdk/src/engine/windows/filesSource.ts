import type { Place } from '../../attribution/corpus.ts'
import type { SegmentFile } from './file.ts'
import { type Blocks, blocksOfFile, lookUpInFile } from './fileLookup.ts'
import { earliestOf, foundOf, soughtOf } from './found.ts'
import type { WindowHash } from './hash.ts'
import type { LongOptions } from './progress.ts'
import { queryOf } from './query.ts'
import { freshRoom } from './room.ts'
import { ordinalOf } from './segment.ts'
import type { Found, View } from './source.ts'
import { standingsOf } from './standings.ts'

/** Where each window of an output stands first in segments' files. */
export async function earliestInFiles(
  files: readonly SegmentFile[],
  output: Uint8Array,
  view: View,
  { hash, ...options }: LongOptions & { hash: WindowHash },
): Promise<Found> {
  options.signal?.throwIfAborted()
  const query = queryOf(output, hash)
  const blocks = files.map(blocksOfFile)
  const hits = await Promise.all(
    files.map((file, i) => lookUpInFile(file, blocks[i]!, query, standingsOf(file, view), options)),
  )
  const best = earliestOf(query, hits, freshRoom)
  const sought = soughtOf(query, hits, best, freshRoom)
  const parts = sought.sought.map(
    ({ segment, from, to }) =>
      () =>
        blocks[segment]!.bytesAt('texts', from, to),
  )
  const bytes = await readParts(parts, blocks)
  return foundOf(query, hits, best, sought, ({ segment, ordinal, from }, index) => {
    const { starts } = files[segment]!
    const start = starts[ordinal]!
    return { bytes: bytes[index]!, from: from - start, length: starts[ordinal + 1]! - 1 - start }
  })
}

/** The text of a contribution, if one of the files has it. */
export async function textInFiles(files: readonly SegmentFile[], place: Place): Promise<Uint8Array | undefined> {
  for (const file of files) {
    const ordinal = ordinalOf(file, place)
    if (ordinal === undefined) continue
    const blocks = blocksOfFile(file)
    const [from, to] = [file.starts[ordinal]!, file.starts[ordinal + 1]! - 1]
    const [bytes] = await readParts([() => blocks.bytesAt('texts', from, to)], [blocks])
    return bytes
  }
  return undefined
}

async function readParts(parts: readonly (() => Uint8Array | undefined)[], blocks: readonly Blocks[]) {
  for (const part of parts) part()
  await Promise.all(blocks.map((each) => each.load()))
  return parts.map((part) => part()!)
}
