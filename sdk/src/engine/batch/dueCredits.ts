import { bytesToHex, type Hex } from 'viem'
import type { Credit } from '../../attribution/encoding.ts'
import { OpenLedgerError } from '../../errors/base.ts'
import { attributeSync } from '../attribute.ts'
import { createTextRooter, HASH_BYTES, type Keccak } from '../hashing/index.ts'
import { inMemory, type MemorySource } from '../windows/memory.ts'
import type { Segment } from '../windows/segment.ts'
import type { View } from '../windows/source.ts'
import { type Standings, standingsOf, viewOver } from '../windows/standings.ts'
import type { Columns } from './columns.ts'
import { words } from './shared.ts'

/** The credits that are due to outputs, one after the other or several at once. */
export type AttributeOutput = (version: number, output: Uint8Array) => readonly Credit[] | Promise<readonly Credit[]>

/** An index in memory, which any number of threads look into. */
export type AttributionIndex = {
  source: MemorySource
  /** How contributions count for a version; `undefined` for one that the chain does not have. */
  viewOf(version: number): View | undefined
}

/** The same as threads are given it: memory that all of them see. */
export type SharedIndex = {
  segments: [Segment, ...Segment[]]
  /** By version what the contributions of each segment count. */
  standings: Map<number, Standings[]>
}

/** Shares an index: whatever of it is not shared memory already, which it is where workers built it, is copied. */
export function shareIndex({ source, viewOf }: AttributionIndex, versions: Iterable<number>): SharedIndex {
  const standings = new Map<number, Standings[]>()
  for (const version of versions) {
    const view = viewOf(version)
    if (view)
      standings.set(
        version,
        source.segments.map((segment) => sharedBytes(standingsOf(segment, view))),
      )
  }
  const segments = source.segments.map(
    (segment): Segment => ({
      ...segment,
      places: sharedNumbers(segment.places),
      contributors: sharedBytes(segment.contributors),
      starts: sharedNumbers(segment.starts),
      locator: sharedNumbers(segment.locator),
      texts: sharedBytes(segment.texts),
      entries: sharedNumbers(segment.entries),
      directory: sharedNumbers(segment.directory),
    }),
  )
  return { segments: segments as [Segment, ...Segment[]], standings }
}

/** What `shareIndex` shared, as a thread looks into it. */
export function openShared({ segments, standings }: SharedIndex): (version: number, output: Uint8Array) => Credit[] {
  const source = inMemory(segments)
  const views = new Map<number, View>()
  for (const [version, own] of standings) views.set(version, viewOver(segments, own))
  return (version, output) => attributeSync(source, output, views.get(version)!)
}

function sharedBytes(bytes: Uint8Array): Uint8Array {
  if (bytes.buffer instanceof SharedArrayBuffer) return bytes
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.length))
  copy.set(bytes)
  return copy
}

function sharedNumbers(numbers: Uint32Array): Uint32Array {
  if (numbers.buffer instanceof SharedArrayBuffer) return numbers
  const copy = words(numbers.length)
  copy.set(numbers)
  return copy
}

/** What is asked of the answers of a part. */
export type Asked = {
  /** Versions that the chain has. */
  versions: ReadonlySet<number>
  /** By place in the part: roots that receipts name for the output. */
  named: ReadonlyMap<number, readonly Hex[]>
  /** Places that nobody need look at. */
  known: ReadonlySet<number>
}

/** Compares answers with what is due. */
export type AnswerChecker = {
  /** Whether the output of an answer is another than a receipt names. */
  isUnnamed(columns: Columns, place: number, asked: Asked): boolean
  /** Whether an answer's credits are just those that are due; `undefined` where its output is none that has any. */
  isSame(columns: Columns, place: number, due: readonly Credit[] | undefined): boolean
}

export function createAnswerChecker(keccak: Keccak): AnswerChecker {
  const rootOf = createTextRooter(keccak)
  const root = new Uint8Array(HASH_BYTES)
  return {
    isUnnamed({ outputs }, place, { named }) {
      const roots = named.get(place)
      if (!roots) return false
      rootOf(outputs[place]!, root, 0)
      const own = bytesToHex(root)
      return roots.some((it) => it.toLowerCase() !== own)
    },
    isSame({ creditsFrom, credits, submissions, accounts }, place, due) {
      const from = creditsFrom[place]!
      if (!due || due.length !== creditsFrom[place + 1]! - from) return false
      return due.every((credit, c) => {
        const at = from + c
        return (
          credits.start[at] === Number(credit.start) &&
          credits.length[at] === Number(credit.length) &&
          credits.matchStart[at] === Number(credit.matchStart) &&
          credits.matchLength[at] === Number(credit.matchLength) &&
          credits.offset[at] === Number(credit.offset) &&
          credits.leafIndex[at] === credit.leafIndex &&
          submissions[credits.submission[at]!] === credit.submissionId &&
          Buffer.compare(accounts[credits.contributor[at]!]!, Buffer.from(credit.contributor.slice(2), 'hex')) === 0
        )
      })
    },
  }
}

/** The places in a part of answers that are not as they should be, by an index that answers at once. */
export function differingAnswers(
  columns: Columns,
  asked: Asked,
  { checker, attribute }: { checker: AnswerChecker; attribute(version: number, output: Uint8Array): readonly Credit[] },
): number[] {
  const { version, outputs } = columns
  const places = Array.from({ length: columns.count }, (_, i) => i)
  return places.filter((i) => {
    if (checker.isUnnamed(columns, i, asked)) return true
    if (asked.known.has(i)) return false
    if (!asked.versions.has(version[i]!)) return true
    let due: readonly Credit[] | undefined
    try {
      due = attribute(version[i]!, outputs[i]!)
    } catch (error) {
      if (!isNotCanonical(error)) throw error
    }
    return !checker.isSame(columns, i, due)
  })
}

/** Outputs whose credits are asked for at once, of an index that need not answer at once. */
const AT_ONCE = 64

/** The same by whatever attributes. */
export async function differingAnswersLater(
  columns: Columns,
  asked: Asked,
  { checker, attribute }: { checker: AnswerChecker; attribute: AttributeOutput },
): Promise<number[]> {
  const { version, outputs, count } = columns
  const differing: number[] = []
  const look = async (i: number) => {
    if (checker.isUnnamed(columns, i, asked)) return true
    if (asked.known.has(i)) return false
    if (!asked.versions.has(version[i]!)) return true
    let due: readonly Credit[] | undefined
    try {
      due = await attribute(version[i]!, outputs[i]!)
    } catch (error) {
      if (!isNotCanonical(error)) throw error
    }
    return !checker.isSame(columns, i, due)
  }
  for (let from = 0; from < count; from += AT_ONCE) {
    const places = Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, i) => from + i)
    const found = await Promise.all(places.map(look))
    differing.push(...places.filter((_, i) => found[i]))
  }
  return differing
}

/** Text that nobody can be credited for. */
function isNotCanonical(error: unknown): boolean {
  return error instanceof OpenLedgerError && error.name === 'NotCanonicalError'
}
