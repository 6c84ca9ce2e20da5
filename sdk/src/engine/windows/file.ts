import { closeSync, fstatSync, openSync, read, readSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import { locatorOf, own } from './arrays.ts'
import { SegmentDamagedError } from './errors.ts'
import { BLOCK, blocksOf, decodeHeader, type Layout, layoutOf, type SectionName } from './layout.ts'
import { type LongOptions, step } from './progress.ts'
import type { Contents, Segment } from './segment.ts'

/** A segment whose texts and windows stay in their file. */
export type SegmentFile = Contents & {
  path: string
  windows: number
  layout: Layout
  /** Of the header, by which one segment is told from another. */
  sumOfSums: number
  /** Read when it is needed first. */
  directory(): Uint32Array
  /** The blocks of these numbers, in ascending order, one after the other. @throws SegmentDamagedError */
  readBlocks(numbers: readonly number[]): Promise<Uint8Array>
  /** A section from beginning to end, in chunks of so many bytes. @throws SegmentDamagedError */
  chunksOf(section: SectionName, bytes: number): Generator<Uint8Array, void>
  close(): void
}

/**
 * Opens a segment's file and reads what tells which contributions it has.
 * @throws SegmentDamagedError
 */
export function openSegmentFile(path: string): SegmentFile {
  const file = open(path)
  try {
    return readContents(file, path)
  } catch (error) {
    closeSync(file)
    throw error
  }
}

function open(path: string): number {
  try {
    return openSync(path, 'r')
  } catch (cause) {
    throw new SegmentDamagedError(path, 'it cannot be opened', { cause })
  }
}

function readContents(file: number, path: string): SegmentFile {
  const first = Buffer.alloc(BLOCK)
  const { size } = fstatSync(file)
  if (size < BLOCK) throw new SegmentDamagedError(path, `it has ${size} bytes`)
  readFully(file, first, 0, path)
  const header = decodeHeader(first, path)
  const layout = layoutOf(header)
  if (size !== layout.size) throw new SegmentDamagedError(path, `it has ${size} of ${layout.size} bytes`)
  const sumBlocks = new Uint8Array(blocksOf(layout.sums.length) * BLOCK)
  readFully(file, sumBlocks, layout.sums.offset, path)
  const sums = numbersOf(sumBlocks)
  if (crc32(sumBlocks) !== header.sumOfSums) {
    throw new SegmentDamagedError(path, 'its checksums do not match their own')
  }

  const check = (blocks: Uint8Array, number: number) => {
    for (let i = 0; i < blocks.length; i += BLOCK, number++) {
      if (sums[number - 1] === crc32(blocks.subarray(i, i + BLOCK))) continue
      throw new SegmentDamagedError(path, `its block ${number} does not match its checksum`)
    }
  }
  const readSection = (name: SectionName): Uint8Array => {
    const { offset, length } = layout[name]
    const bytes = new Uint8Array(blocksOf(length) * BLOCK)
    readFully(file, bytes, offset, path)
    check(bytes, offset / BLOCK)
    return bytes.subarray(0, length)
  }
  const readBlocks = async (numbers: readonly number[]) => {
    const bytes = new Uint8Array(numbers.length * BLOCK)
    await readAll(file, bytes, numbers, path)
    for (const [i, number] of numbers.entries()) check(bytes.subarray(i * BLOCK, (i + 1) * BLOCK), number)
    return bytes
  }
  function* chunksOf(section: SectionName, most: number): Generator<Uint8Array, void> {
    const { offset, length } = layout[section]
    const each = blocksOf(most) * BLOCK
    for (let from = 0; from < length; from += each) {
      const bytes = new Uint8Array(Math.min(each, blocksOf(length - from) * BLOCK))
      readFully(file, bytes, offset + from, path)
      check(bytes, (offset + from) / BLOCK)
      yield bytes.subarray(0, length - from)
    }
  }
  let directory: Uint32Array | undefined
  const starts = numbersOf(readSection('starts'))
  const { count, windowWords, key, windows, sumOfSums } = header
  return {
    path,
    windowWords,
    key,
    windows,
    sumOfSums,
    count,
    places: numbersOf(readSection('places')),
    contributors: readSection('contributors'),
    starts,
    ...locatorOf(starts, count, own),
    layout,
    directory: () => {
      directory ??= numbersOf(readSection('directory'))
      return directory
    },
    readBlocks,
    chunksOf,
    close: () => closeSync(file),
  }
}

/** Reads all of a segment's file, which it checks, into memory. @throws SegmentDamagedError */
export async function loadSegment(file: SegmentFile, options: LongOptions = {}): Promise<Segment> {
  const { windowWords, key, count, places, contributors, starts, locator, locatorShift } = file
  const texts = new Uint8Array(file.layout.texts.length)
  const entries = new Uint32Array(file.layout.entries.length / 4)
  const total = texts.byteLength + entries.byteLength
  let done = 0
  const targets = [
    ['texts', texts],
    ['entries', new Uint8Array(entries.buffer)],
  ] as const
  for (const [name, target] of targets) {
    let at = 0
    for (const chunk of file.chunksOf(name, CHECK_BYTES)) {
      target.set(chunk, at)
      at += chunk.length
      done += chunk.length
      await step(options, { phase: 'load', done, total })
    }
  }
  const contents = { windowWords, key, count, places, contributors, starts, locator, locatorShift }
  return { ...contents, texts, entries, directory: file.directory() }
}

const CHECK_BYTES = 2 ** 24

/** Reads all of a segment's file and compares it with its checksums. @throws SegmentDamagedError */
export async function checkSegmentFile(file: SegmentFile, options: LongOptions = {}): Promise<void> {
  file.directory()
  const total = file.layout.entries.length + file.layout.texts.length
  let done = 0
  for (const name of ['entries', 'texts'] as const) {
    for (const chunk of file.chunksOf(name, CHECK_BYTES)) {
      done += chunk.length
      await step(options, { phase: 'check', done, total })
    }
  }
}

export function numbersOf(bytes: Uint8Array): Uint32Array {
  return new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4)
}

function readFully(file: number, bytes: Uint8Array, at: number, path: string): void {
  // A read gives 2 GiB at most.
  for (let done = 0; done < bytes.length; ) {
    const more = readSync(file, bytes, done, Math.min(bytes.length - done, 2 ** 30), at + done)
    if (more === 0) throw new SegmentDamagedError(path, 'it ends early')
    done += more
  }
}

/** Reads blocks by as many reads at a time as the system takes; neighbours by one. */
function readAll(file: number, bytes: Uint8Array, numbers: readonly number[], path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let open = 0
    let failure: unknown
    const end = () => {
      if (--open > 0) return
      if (failure === undefined) resolve()
      else reject(failure)
    }
    const readAt = (from: number, to: number, at: number) => {
      open++
      read(file, bytes, from, to - from, at, (error, got) => {
        if (error) failure = error
        else if (got === 0) failure = new SegmentDamagedError(path, 'it ends early')
        else if (got < to - from) readAt(from + got, to, at + got)
        end()
      })
    }
    // One more, so that nothing ends before all have begun.
    open++
    for (let i = 0, next = 0; i < numbers.length; i = next) {
      next = i + 1
      while (next < numbers.length && numbers[next] === numbers[next - 1]! + 1) next++
      readAt(i * BLOCK, next * BLOCK, numbers[i]! * BLOCK)
    }
    end()
  })
}
