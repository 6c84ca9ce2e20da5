import { ordinalAt } from './arrays.ts'
import type { SegmentFile } from './file.ts'
import type { Hits } from './found.ts'
import { BLOCK, type SectionName } from './layout.ts'
import { isEqual } from './lookup.ts'
import type { LongOptions } from './progress.ts'
import type { Query } from './query.ts'
import { NONE, type Standings } from './standings.ts'

/** Windows in a bucket from which on a search by halves is quicker. */
const MANY = 256

/** What was read of a file for one query. */
export type Blocks = {
  /** The bytes [from, to) of a section, or `undefined` if some are not here yet: then they are read next. */
  bytesAt(section: SectionName, from: number, to: number): Uint8Array | undefined
  /** Reads what was missing. @returns whether anything was */
  load(): Promise<boolean>
}

export function blocksOfFile(file: SegmentFile): Blocks {
  const here = new Map<number, Uint8Array>()
  const missing = new Set<number>()
  return {
    bytesAt(section, from, to) {
      const begin = file.layout[section].offset + from
      const end = begin + to - from
      const [first, last] = [Math.floor(begin / BLOCK), Math.floor((end - 1) / BLOCK)]
      let isHere = true
      for (let number = first; number <= last; number++) {
        if (here.has(number)) continue
        missing.add(number)
        isHere = false
      }
      if (!isHere) return undefined
      if (first === last) return here.get(first)!.subarray(begin - first * BLOCK, end - first * BLOCK)
      const bytes = new Uint8Array(to - from)
      for (let number = first; number <= last; number++) {
        const start = number * BLOCK - begin
        const block = here.get(number)!
        bytes.set(block.subarray(Math.max(0, -start), Math.min(BLOCK, bytes.length - start)), Math.max(0, start))
      }
      return bytes
    },
    async load() {
      if (missing.size === 0) return false
      const numbers = [...missing].sort((a, b) => a - b)
      missing.clear()
      const bytes = await file.readBlocks(numbers)
      for (const [i, number] of numbers.entries()) here.set(number, bytes.subarray(i * BLOCK, (i + 1) * BLOCK))
      return true
    },
  }
}

/**
 * Where each window of a query stands first in a segment's file. Each window goes as far as what was read allows; then
 * everything that is missing is read together, and so on until no window lacks anything.
 */
export async function lookUpInFile(
  file: SegmentFile,
  blocks: Blocks,
  query: Query,
  standings: Standings,
  options: LongOptions,
): Promise<Hits> {
  const directory = file.directory()
  const { count, pairs } = query
  const shift = 32 - Math.log2(directory.length - 1)
  const ordinals = new Int32Array(count).fill(-1)
  const positions = new Int32Array(count)
  // The entries among which each window is sought, or where it is found so far.
  const low = Uint32Array.from({ length: count }, (_, i) => directory[pairs[2 * i]! >>> shift]!)
  const high = Uint32Array.from({ length: count }, (_, i) => directory[(pairs[2 * i]! >>> shift) + 1]!)
  const ends = Uint32Array.from(high)
  const look = (i: number) => lookAt(i, { file, blocks, query, standings, low, high, ends, ordinals, positions })
  let open = Array.from({ length: count }, (_, i) => i).filter((i) => !look(i))
  while (await blocks.load()) {
    options.signal?.throwIfAborted()
    open = open.filter((i) => !look(i))
  }
  return { contents: file, standings, ordinals, positions }
}

type Search = {
  file: SegmentFile
  blocks: Blocks
  query: Query
  standings: Standings
  low: Uint32Array
  high: Uint32Array
  ends: Uint32Array
  ordinals: Int32Array
  positions: Int32Array
}

/** @returns whether a window is done: found, or nowhere */
function lookAt(i: number, search: Search): boolean {
  const { file, blocks, query, standings, low, high, ends, ordinals, positions } = search
  const { bytes, words, pairs, firsts } = query
  const hash = pairs[2 * i]!
  const end = ends[i]!
  while (high[i]! - low[i]! > MANY) {
    const middle = (low[i]! + high[i]!) >>> 1
    const entry = entryAt(blocks, middle)
    if (!entry) return false
    if (entry.hash < hash) low[i] = middle + 1
    else high[i] = middle
  }
  // A bucket may lie in two blocks: both are read at once.
  const near = Math.min(end, Math.max(low[i]!, high[i]!) + 1)
  if (low[i]! < end && !blocks.bytesAt('entries', 8 * low[i]!, 8 * near)) return false
  for (; low[i]! < end; low[i]!++) {
    const entry = entryAt(blocks, low[i]!)
    if (!entry) return false
    if (entry.hash < hash) continue
    if (entry.hash > hash) return true
    const { position } = entry
    const ordinal = ordinalAt(file, position)
    if (standings[ordinal] === NONE) continue
    const start = pairs[2 * i + 1]!
    const length = words.ends[firsts[i]! + file.windowWords - 1]! - start
    // A window that is longer than what is left of the texts does not stand there.
    if (position + length >= file.layout.texts.length) continue
    const text = blocks.bytesAt('texts', position, position + length + 1)
    if (!text) return false
    if (!isEqual(bytes, start, start + length, text, 0, 0)) continue
    ordinals[i] = ordinal
    positions[i] = position
    return true
  }
  return true
}

function entryAt(blocks: Blocks, index: number): { hash: number; position: number } | undefined {
  const bytes = blocks.bytesAt('entries', 8 * index, 8 * index + 8)
  if (!bytes) return undefined
  return { hash: numberAt(bytes, 0), position: numberAt(bytes, 4) }
}

function numberAt(bytes: Uint8Array, at: number): number {
  return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0
}
