import { type Allocate, ordinalAt, own, shared } from './arrays.ts'
import { createWindowHash, type HashKey, type WindowHash } from './hash.ts'
import type { Segment } from './segment.ts'

// The work of building a segment, in pieces that any thread can do. What they write depends on the contributions alone,
// not on who does which piece, nor when.

/** What all pieces of one segment have in common. */
export type Job = Pick<Segment, 'windowWords' | 'key' | 'starts' | 'locator' | 'locatorShift' | 'texts'> & {
  /** Whether several threads see its arrays. */
  isShared: boolean
}

/** Windows in parts by the high bits of their hashes. */
export type Partitions = {
  bits: number
  /** Hashes and positions in pairs. */
  entries: Uint32Array
  /** Where each partition begins, and where all end, in windows. */
  bounds: Uint32Array
}

/** Windows of some contributions in the order of their texts, and how many of them have each highest `MOST_BITS` bits. */
export type Scanned = { pairs: Uint32Array; histogram: Uint32Array }

export type Scan = { kind: 'scan'; job: Job; from: number; to: number }
export type Scatter = { kind: 'scatter'; pairs: Uint32Array; offsets: Uint32Array; bits: number; out: Uint32Array }
export type Sort = { kind: 'sort'; job: Job; partitions: Partitions; from: number; to: number }
export type Mark = {
  kind: 'mark'
  partitions: Partitions
  from: number
  to: number
  /** How many windows are left at the beginning of each partition, and how many in those before it. */
  kept: Uint32Array
  firsts: Uint32Array
  bucketBits: number
  directory: Uint32Array
}
export type Task = Scan | Scatter | Sort | Mark

/** What comes of a task. */
export type Done<Kind extends Task> = Kind extends Scan ? Scanned : Kind extends Sort ? Uint32Array : undefined

/** Most bits that name a partition. */
export const MOST_BITS = 11

export function runTask(task: Task): Scanned | Uint32Array | undefined {
  switch (task.kind) {
    case 'scan':
      return scan(task)
    case 'scatter':
      return scatter(task)
    case 'sort':
      return sort(task)
    case 'mark':
      return mark(task)
  }
}

const SPACE = 0x20

/** Hashes the windows of the contributions [from, to). */
function scan({ job, from, to }: Scan): Scanned {
  const { texts, starts } = job
  const allocate: Allocate = job.isShared ? shared : own
  const hash = hashOf(job.windowWords, job.key)
  // Words are mostly longer than three bytes: where they are not, the array grows.
  let pairs = allocate.numbers(((starts[to]! - starts[from]!) >>> 1) + 64)
  let at = 0
  for (let i = from; i < to; i++) {
    const [start, end] = [starts[i]!, starts[i + 1]! - 1]
    if (at + (end - start) + 1 > pairs.length) {
      const needed = at + 2 * countWords(texts, start, end)
      if (needed > pairs.length) {
        const larger = allocate.numbers(Math.ceil(1.5 * needed))
        larger.set(pairs.subarray(0, at))
        pairs = larger
      }
    }
    at = hash.hashInto(texts, start, end, pairs, at)
  }
  const histogram = new Uint32Array(2 ** MOST_BITS)
  for (let i = 0; i < at; i += 2) histogram[pairs[i]! >>> (32 - MOST_BITS)]!++
  return { pairs: pairs.subarray(0, at), histogram }
}

function countWords(texts: Uint8Array, start: number, end: number): number {
  let words = 0
  for (let i = start; i < end; i++) if (texts[i] !== SPACE && texts[i + 1] === SPACE) words++
  return words
}

/** Brings each window to its partition, in the order of positions. */
function scatter({ pairs, offsets, bits, out }: Scatter): undefined {
  const shift = 31 - bits
  const next = Uint32Array.from(offsets)
  for (let i = 0; i < pairs.length; i += 2) {
    const hash = pairs[i]!
    const at = next[(hash >>> 1) >>> shift]!++ * 2
    out[at] = hash
    out[at + 1] = pairs[i + 1]!
  }
}

/** Sorts the partitions [from, to) by (hash, position), and leaves out what is no first occurrence in its contribution. */
function sort({ job, partitions, from, to }: Sort): Uint32Array {
  const { bits, entries, bounds } = partitions
  const kept = new Uint32Array(to - from)
  for (let partition = from; partition < to; partition++) {
    const part = entries.subarray(2 * bounds[partition]!, 2 * bounds[partition + 1]!)
    if (part.length <= 2 * 32) insertionSort(part)
    else radixSort(part, 32 - bits)
    kept[partition - from] = keepFirsts(part, job)
  }
  return kept
}

function insertionSort(part: Uint32Array): void {
  for (let i = 2; i < part.length; i += 2) {
    const [hash, position] = [part[i]!, part[i + 1]!]
    let at = i
    for (; at > 0 && part[at - 2]! > hash; at -= 2) {
      part[at] = part[at - 2]!
      part[at + 1] = part[at - 1]!
    }
    part[at] = hash
    part[at + 1] = position
  }
}

const DIGIT = 11
const DIGITS = 2 ** DIGIT
let scratch = new Uint32Array(0)

/** Sorts by the lowest bits of the hash; windows of one hash keep their order. */
function radixSort(part: Uint32Array, bits: number): void {
  if (scratch.length < part.length) scratch = new Uint32Array(part.length)
  let [source, target]: [Uint32Array, Uint32Array] = [part, scratch]
  for (let shift = 0; shift < bits; shift += DIGIT) {
    const next = new Uint32Array(DIGITS)
    for (let i = 0; i < part.length; i += 2) next[(source[i]! >>> shift) & (DIGITS - 1)]!++
    for (let digit = 0, sum = 0; digit < DIGITS; digit++) {
      const count = next[digit]!
      next[digit] = sum
      sum += count
    }
    for (let i = 0; i < part.length; i += 2) {
      const hash = source[i]!
      const at = next[(hash >>> shift) & (DIGITS - 1)]!++ * 2
      target[at] = hash
      target[at + 1] = source[i + 1]!
    }
    ;[source, target] = [target, source]
  }
  if (source !== part) part.set(scratch.subarray(0, part.length))
}

/**
 * Leaves the first occurrence of each window in each contribution: bytes decide, not hashes.
 * @returns how many are left, at the beginning of `part`
 */
function keepFirsts(part: Uint32Array, job: Job): number {
  let to = 0
  for (let i = 0; i < part.length; i += 2) {
    const [hash, position] = [part[i]!, part[i + 1]!]
    if (to > 0 && part[to - 2] === hash && isRepeated(part, to, hash, position, job)) continue
    part[to] = hash
    part[to + 1] = position
    to += 2
  }
  return to / 2
}

/** Whether the window stands already among those kept of its contribution: they are the last before `to`. */
function isRepeated(part: Uint32Array, to: number, hash: number, position: number, job: Job): boolean {
  const start = job.starts[ordinalAt(job, position)]!
  for (let i = to - 2; i >= 0 && part[i] === hash && part[i + 1]! >= start; i -= 2) {
    if (isSameWindow(job.texts, part[i + 1]!, position, job.windowWords)) return true
  }
  return false
}

function isSameWindow(texts: Uint8Array, a: number, b: number, windowWords: number): boolean {
  for (let words = 0, i = 0; ; i++) {
    const byte = texts[a + i]
    if (byte !== texts[b + i]) return false
    if (byte === SPACE && ++words === windowWords) return true
  }
}

/** Marks in the directory where the buckets of the partitions [from, to) begin. */
function mark({ partitions, from, to, kept, firsts, bucketBits, directory }: Mark): undefined {
  const { bits, entries, bounds } = partitions
  const shift = 31 - bucketBits
  const bucketAt = (partition: number) => partition * 2 ** (bucketBits - bits)
  let bucket = bucketAt(from)
  for (let partition = from; partition < to; partition++) {
    const begin = bounds[partition]!
    for (let i = 0; i < kept[partition]!; i++) {
      const own = (entries[2 * (begin + i)]! >>> 1) >>> shift
      while (bucket <= own) directory[bucket++] = firsts[partition]! + i
    }
  }
  while (bucket < bucketAt(to)) directory[bucket++] = firsts[to]!
}

let last: WindowHash | undefined

/** The hasher of this thread, made once for each key. */
function hashOf(windowWords: number, key: HashKey): WindowHash {
  if (last?.windowWords !== windowWords || last.key.bits !== key.bits || !isEqual(last.key.seed, key.seed)) {
    last = createWindowHash(windowWords, key)
  }
  return last
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i])
}
