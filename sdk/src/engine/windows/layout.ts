import { crc32 } from 'node:zlib'
import { SegmentDamagedError } from './errors.ts'
import type { HashKey } from './hash.ts'
import { CONTRIBUTOR_BYTES, PLACE_NUMBERS } from './segment.ts'

// A segment's file: a header, then its arrays as they stand in memory, least byte first, each from a new block on, then a
// CRC-32 of every block between. No bit of it is without a checksum. Equal segments make equal files.

export const BLOCK = 4096

/** A segment but for its arrays. */
export type Header = {
  windowWords: number
  key: HashKey
  count: number
  textBytes: number
  windows: number
  bucketBits: number
  /** Of the blocks of checksums. */
  sumOfSums: number
}

export const sections = ['places', 'contributors', 'starts', 'directory', 'entries', 'texts'] as const
export type SectionName = (typeof sections)[number]

/** Bytes of a file, from a block's first on. */
export type Section = { offset: number; length: number }

export type Layout = Record<SectionName, Section> & {
  sums: Section
  /** Of the whole file. */
  size: number
}

const MAGIC = 'openledger-win/1'
const SEED_BYTES = 16
const SEED_AT = MAGIC.length + 7 * 4
/** The header's own checksum, at the end of its block. */
const SUM_AT = BLOCK - 4

export function layoutOf({ count, textBytes, windows, bucketBits }: Omit<Header, 'sumOfSums'>): Layout {
  let offset = BLOCK
  const section = (length: number): Section => {
    const own = { offset, length }
    offset += blocksOf(length) * BLOCK
    return own
  }
  const arrays = {
    places: section(4 * PLACE_NUMBERS * count),
    contributors: section(CONTRIBUTOR_BYTES * count),
    starts: section(4 * (count + 1)),
    directory: section(4 * (2 ** bucketBits + 1)),
    entries: section(8 * windows),
    texts: section(textBytes),
  }
  const sums = section(4 * (offset / BLOCK - 1))
  return { ...arrays, sums, size: offset }
}

export function blocksOf(bytes: number): number {
  return Math.ceil(bytes / BLOCK)
}

export function encodeHeader(header: Header): Uint8Array {
  const block = Buffer.alloc(BLOCK)
  let at = block.write(MAGIC, 'latin1')
  for (const number of numbersOf(header)) at = block.writeUInt32LE(number, at)
  block.set(header.key.seed, at)
  block.writeUInt32LE(crc32(block.subarray(0, SUM_AT)), SUM_AT)
  return block
}

/** @throws SegmentDamagedError */
export function decodeHeader(block: Buffer, file: string): Header {
  if (block.toString('latin1', 0, MAGIC.length) !== MAGIC) throw new SegmentDamagedError(file, 'it is no segment')
  if (block.readUInt32LE(SUM_AT) !== crc32(block.subarray(0, SUM_AT))) {
    throw new SegmentDamagedError(file, 'its header does not match its checksum')
  }
  const number = (i: number) => block.readUInt32LE(MAGIC.length + 4 * i)
  return {
    windowWords: number(0),
    key: { bits: number(1), seed: Uint8Array.from(block.subarray(SEED_AT, SEED_AT + SEED_BYTES)) },
    count: number(2),
    textBytes: number(3),
    windows: number(4),
    bucketBits: number(5),
    sumOfSums: number(6),
  }
}

function numbersOf({ windowWords, key, count, textBytes, windows, bucketBits, sumOfSums }: Header): number[] {
  return [windowWords, key.bits, count, textBytes, windows, bucketBits, sumOfSums]
}
