import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { crc32 } from 'node:zlib'
import { BLOCK, blocksOf, encodeHeader, type Header, layoutOf, type SectionName, sections } from './layout.ts'
import type { Contents, Segment } from './segment.ts'

/** Writes a segment's file piece by piece; it appears whole, under its name, once its bytes are on the disk. */
export type SegmentWriter = {
  /** Adds bytes to a section. */
  add(section: SectionName, array: Uint8Array | Uint32Array): void
  /** Brings everything to the disk. All sections must be full. */
  finish(): void
  /** Leaves no trace; nothing after `finish`. */
  discard(): void
}

/** Bytes that are kept until they are written together. */
const BUFFER_BYTES = 256 * BLOCK

/** A writer of the segment with these contents, which it writes itself. */
export function createSegmentWriter(
  path: string,
  contents: Contents,
  { windows, bucketBits }: { windows: number; bucketBits: number },
): SegmentWriter {
  const { windowWords, key, count, places, contributors, starts } = contents
  const header: Omit<Header, 'sumOfSums'> = { windowWords, key, count, textBytes: starts[count]!, windows, bucketBits }
  const layout = layoutOf(header)
  const temporary = `${path}.new`
  const file = openSync(temporary, 'w')
  let isOpen = true
  const sums = new Uint32Array(layout.sums.length / 4)
  const writers = Object.fromEntries(
    sections.map((name) => [name, sectionWriter(file, layout[name].offset, sums)]),
  ) as Record<SectionName, ReturnType<typeof sectionWriter>>
  const close = () => {
    if (isOpen) closeSync(file)
    isOpen = false
  }
  const add: SegmentWriter['add'] = (section, array) => writers[section].add(bytesOf(array))
  add('places', places)
  add('contributors', contributors)
  add('starts', starts.subarray(0, count + 1))
  return {
    add,
    finish() {
      for (const name of sections) writers[name].end()
      const blocks = new Uint8Array(blocksOf(layout.sums.length) * BLOCK)
      blocks.set(bytesOf(sums))
      writeAll(file, blocks, layout.sums.offset)
      writeAll(file, encodeHeader({ ...header, sumOfSums: crc32(blocks) }), 0)
      fsyncSync(file)
      close()
      renameSync(temporary, path)
      syncFolder(dirname(path))
    },
    discard() {
      close()
      rmSync(temporary, { force: true })
    },
  }
}

/** Writes a segment that is in memory. */
export function writeSegment(path: string, segment: Segment): void {
  const bucketBits = Math.log2(segment.directory.length - 1)
  const writer = createSegmentWriter(path, segment, { windows: segment.entries.length / 2, bucketBits })
  try {
    for (const name of ['directory', 'entries', 'texts'] as const) writer.add(name, segment[name])
    writer.finish()
  } finally {
    writer.discard()
  }
}

/** Brings a folder's new names to the disk. */
export function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

export function bytesOf(array: Uint8Array | Uint32Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
}

function sectionWriter(file: number, offset: number, sums: Uint32Array) {
  const buffer = new Uint8Array(BUFFER_BYTES)
  let used = 0
  let at = offset
  const flush = (bytes: number) => {
    for (let i = 0; i < bytes; i += BLOCK) sums[(at + i) / BLOCK - 1] = crc32(buffer.subarray(i, i + BLOCK))
    writeAll(file, buffer.subarray(0, bytes), at)
    at += bytes
    used = 0
  }
  return {
    add(bytes: Uint8Array) {
      for (let from = 0; from < bytes.length; ) {
        const part = bytes.subarray(from, from + BUFFER_BYTES - used)
        buffer.set(part, used)
        used += part.length
        from += part.length
        if (used === BUFFER_BYTES) flush(used)
      }
    },
    end() {
      buffer.fill(0, used)
      flush(blocksOf(used) * BLOCK)
    },
  }
}

export function writeAll(file: number, bytes: Uint8Array, at: number): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done, bytes.length - done, at + done)
}
