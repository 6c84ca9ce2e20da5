import { bytesToHex, type Hex, zeroAddress } from 'viem'
import type { Credit } from '../../attribution/encoding.ts'
import { OpenLedgerError } from '../../errors/base.ts'
import { attributeSync } from '../attribute.ts'
import { createTextRooter, HASH_BYTES, type Keccak } from '../hashing/index.ts'
import { inMemory, type MemorySource, textAt } from '../windows/memory.ts'
import { contributorOf, ordinalOf, type Segment } from '../windows/segment.ts'
import type { View } from '../windows/source.ts'
import { type Standings, standingsOf, viewOver } from '../windows/standings.ts'
import { type Columns, creditAt } from './columns.ts'
import { areAsGood, type SourceAt } from './cuts.ts'
import { words } from './shared.ts'

/** The credits that are due to outputs, one after the other or several at once. */
export type AttributeOutput = (version: number, output: Uint8Array) => readonly Credit[] | Promise<readonly Credit[]>

/** Indexes in memory, which any number of threads look into: one for each K in use. */
export type AttributionIndexes = {
  /** The index of a version, and how contributions count for it; `undefined` for one that the chain does not have. */
  ofVersion(version: number): { source: MemorySource; view: View } | undefined
}

/** The same as threads are given it: memory that all of them see. */
export type SharedIndexes = {
  indexes: [Segment, ...Segment[]][]
  /** By version its index, and what the contributions of each segment count. */
  versions: Map<number, { index: number; standings: Standings[] }>
}

/** Shares indexes: whatever of them is not shared memory already, which it is where workers built it, is copied. */
export function shareIndexes({ ofVersion }: AttributionIndexes, versions: Iterable<number>): SharedIndexes {
  const shared: SharedIndexes = { indexes: [], versions: new Map() }
  const sources: MemorySource[] = []
  for (const version of versions) {
    const given = ofVersion(version)
    if (!given) continue
    const { source, view } = given
    if (!sources.includes(source)) {
      sources.push(source)
      shared.indexes.push(source.segments.map(sharedSegment) as [Segment, ...Segment[]])
    }
    const standings = source.segments.map((segment) => sharedBytes(standingsOf(segment, view)))
    shared.versions.set(version, { index: sources.indexOf(source), standings })
  }
  return shared
}

/** What was shared, as a thread looks into it. */
export function openShared({ indexes, versions }: SharedIndexes): {
  attribute(version: number, output: Uint8Array): Credit[]
  sourceAt: SourceAt
} {
  const sources = indexes.map((segments) => inMemory(segments))
  const known = new Map<number, { source: MemorySource; view: View }>()
  for (const [version, { index, standings }] of versions) {
    known.set(version, { source: sources[index]!, view: viewOver(indexes[index]!, standings) })
  }
  return {
    attribute(version, output) {
      const { source, view } = known.get(version)!
      return attributeSync(source, output, view)
    },
    sourceAt(version, place) {
      const { source, view } = known.get(version)!
      for (const segment of source.segments) {
        const ordinal = ordinalOf(segment, place)
        if (ordinal === undefined) continue
        const standing = view.standingOf(place)
        if (standing === 'None') return undefined
        const contributor = standing === 'Eligible' ? contributorOf(segment, ordinal) : zeroAddress
        return { contributor, text: textAt(segment, ordinal), windowWords: source.windowWords }
      }
      return undefined
    },
  }
}

function sharedSegment(segment: Segment): Segment {
  return {
    ...segment,
    places: sharedNumbers(segment.places),
    contributors: sharedBytes(segment.contributors),
    starts: sharedNumbers(segment.starts),
    locator: sharedNumbers(segment.locator),
    texts: sharedBytes(segment.texts),
    entries: sharedNumbers(segment.entries),
    directory: sharedNumbers(segment.directory),
  }
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
  /** Whether an answer's credits are just those that are due. */
  isSame(columns: Columns, place: number, due: readonly Credit[]): boolean
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
      if (due.length !== creditsFrom[place + 1]! - from) return false
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

/** What answers are compared with. */
type Due<Attribute> = { checker: AnswerChecker; attribute: Attribute; sourceAt: SourceAt }

/** The places in a part of answers that are not as they should be, by an index that answers at once. */
export function differingAnswers(
  columns: Columns,
  asked: Asked,
  { checker, attribute, sourceAt }: Due<(version: number, output: Uint8Array) => readonly Credit[]>,
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
    return isWrong(columns, i, due, { checker, sourceAt })
  })
}

function isWrong(
  columns: Columns,
  place: number,
  due: readonly Credit[] | undefined,
  { checker, sourceAt }: Pick<Due<unknown>, 'checker' | 'sourceAt'>,
): boolean {
  if (!due) return true
  if (checker.isSame(columns, place, due)) return false
  const { creditsFrom, version, outputs } = columns
  const [from, to] = [creditsFrom[place]!, creditsFrom[place + 1]!]
  const stated = Array.from({ length: to - from }, (_, c) => creditAt(columns, from + c))
  return !areAsGood({ version: version[place]!, output: outputs[place]!, stated, due }, sourceAt)
}

/** Outputs whose credits are asked for at once, of an index that need not answer at once. */
const AT_ONCE = 64

/** The same by whatever attributes. */
export async function differingAnswersLater(
  columns: Columns,
  asked: Asked,
  { checker, attribute, sourceAt }: Due<AttributeOutput>,
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
    return isWrong(columns, i, due, { checker, sourceAt })
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
