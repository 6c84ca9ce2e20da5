import { closeSync, openSync, readSync } from 'node:fs'
import { gunzipSync, gzipSync } from 'node:zlib'
import { bytesToHex } from 'viem'
import type { RuleName } from '../../attribution/amounts.ts'
import { MalformedBundleError } from '../../attribution/bundle/errors.ts'
import type { BundleManifest, BundlePart } from '../../attribution/bundle/manifest.ts'
import { createKeccak, type Keccak, type SumLevel } from '../hashing/index.ts'
import type { Columns } from './columns.ts'
import { type Asked, createAnswerChecker, differingAnswers, openShared, type SharedIndexes } from './dueCredits.ts'
import { createEntryRooter, type EntryRooter, type Grouped } from './entries.ts'
import { AnswersDamagedError } from './errors.ts'
import { createLeafMaker, type LeafMaker, type Place } from './leaves.ts'
import { columnsOfPart } from './opened.ts'
import { encodeColumns } from './part.ts'
import { columnsOfRecords, type ReserveTable } from './records.ts'
import type { Shared } from './shared.ts'

/** What a worker is told once. */
export type WorkerStart = {
  rule: RuleName
  shared: Shared
  /** For a batch that is built, where its answers are and what they are settled by. */
  from?: { path: string; dataBps: number; reserves: ReserveTable; level: number }
  /** For a batch that is checked, where the credits that are due are looked up. */
  indexes?: SharedIndexes
}

/** A piece of work for one thread. */
export type Task =
  /** Makes a part of the records at these places of the file, which are in the batch's order. */
  | { kind: 'part'; offsets: Float64Array; lengths: Uint32Array; place: Place }
  /** Opens a part of a bundle, whoever made it. */
  | { kind: 'open'; blob: Uint8Array; stated: BundleManifest['inferences'][number]; place: Place }
  /** Compares the answers of a part with what is due. */
  | { kind: 'words'; blob: Uint8Array; stated: BundleManifest['inferences'][number]; asked: Asked }
  /** Makes the roots of these accounts' entries; their nodes are numbered by the accounts. */
  | { kind: 'roots'; grouped: Grouped; out: SumLevel; accounts: { from: number; to: number } }
  /** Makes subtrees of one account's entries. */
  | {
      kind: 'subtree'
      grouped: Grouped
      out: SumLevel
      range: { from: number; to: number }
      place: number
      height: number
    }

export type MadePart = {
  /** As it is stored. */
  bytes: Uint8Array<ArrayBuffer>
  hash: Uint8Array
  /** Bytes that it unpacks to. */
  size: number
  /** 20 bytes each; the slots of the part's credits name their places here. */
  accounts: readonly Uint8Array[]
}

/** A part without its texts and credits. */
export type OpenedPart = Omit<Columns, 'receipts' | 'outputs' | 'creditsFrom' | 'credits'>

/** Places in a part of answers that are not as they should be. */
export type Differing = { differing: number[] }

export type Worker = { run(task: Task): MadePart | OpenedPart | Differing | undefined; close(): void }

/** Does the work of a thread, in whichever one this is called. */
export async function createWorker(start: WorkerStart): Promise<Worker> {
  const keccak = await createKeccak()
  const leaves = createLeafMaker(keccak, start.rule)
  const entries = createEntryRooter(keccak, start.shared)
  const file = start.from && openSync(start.from.path, 'r')
  const scratch = { bytes: new Uint8Array() }
  const checker = createAnswerChecker(keccak)
  const index = start.indexes && openShared(start.indexes)
  return {
    close: () => file !== undefined && closeSync(file),
    run(task) {
      switch (task.kind) {
        case 'part':
          return makePart(task, { keccak, leaves, scratch, file: file!, from: start.from!, shared: start.shared })
        case 'open': {
          const columns = columnsOfPart(unpackPart(keccak, task.blob, task.stated), task.stated)
          leaves.make(columns, task.place, start.shared)
          const { receipts: _, outputs: __, creditsFrom: ___, credits: ____, ...light } = columns
          return light
        }
        case 'words': {
          const columns = columnsOfPart(unpackPart(keccak, task.blob, task.stated), task.stated)
          return { differing: differingAnswers(columns, task.asked, { checker, ...index! }) }
        }
        case 'roots':
          makeRoots(task, entries)
          return undefined
        case 'subtree': {
          const { grouped, range, out, place, height } = task
          entries.root(grouped, range, out, place, height)
          return undefined
        }
      }
    },
  }
}

function makePart(
  { offsets, lengths, place }: Extract<Task, { kind: 'part' }>,
  given: {
    keccak: Keccak
    leaves: LeafMaker
    scratch: Scratch
    file: number
    from: NonNullable<WorkerStart['from']>
    shared: Shared
  },
): MadePart {
  const { keccak, leaves, scratch, file, from, shared } = given
  const records = readRecords(file, { ...from, offsets, lengths }, scratch)
  const columns = columnsOfRecords(records, { ...from, offsets })
  leaves.make(columns, place, shared)
  const unpacked = encodeColumns(columns)
  const bytes = Uint8Array.from(gzipSync(unpacked, { level: from.level }))
  return { bytes, hash: keccak.hash(bytes), size: unpacked.length, accounts: columns.accounts }
}

/** A part as its blob holds it. @throws MalformedBundleError when the blob is another than was stated */
export function unpackPart(keccak: Keccak, blob: Uint8Array, { hash, stored, size }: BundlePart): Uint8Array {
  const name = `part ${hash}`
  if (blob.length !== stored) throw new MalformedBundleError(`${name} is stored in ${blob.length} bytes`)
  if (bytesToHex(keccak.hash(blob)) !== hash) throw new MalformedBundleError(`${name} has another hash`)
  let unpacked: Buffer
  try {
    unpacked = gunzipSync(blob, { maxOutputLength: size })
  } catch (cause) {
    throw new MalformedBundleError(`${name} is no gzip of ${size} bytes`, { cause })
  }
  if (unpacked.length < size) throw new MalformedBundleError(`${name} unpacks to ${unpacked.length} bytes of ${size}`)
  return new Uint8Array(unpacked.buffer, unpacked.byteOffset, unpacked.length)
}

/** Memory for the records of one part after the other: nothing that is made of a part points to it. */
type Scratch = { bytes: Uint8Array }

/** Records at their places, those that stand one after the other read at once. */
function readRecords(
  file: number,
  { path, offsets, lengths }: { path: string; offsets: Float64Array; lengths: Uint32Array },
  scratch: Scratch,
): Uint8Array[] {
  const total = lengths.reduce((sum, length) => sum + length, 0)
  if (scratch.bytes.length < total) scratch.bytes = new Uint8Array(total)
  const buffer = scratch.bytes
  const records: Uint8Array[] = []
  let at = 0
  for (let i = 0; i < offsets.length; ) {
    let end = i
    let length = 0
    do {
      records.push(buffer.subarray(at + length, at + length + lengths[end]!))
      length += lengths[end++]!
    } while (end < offsets.length && offsets[end] === offsets[i]! + length)
    let read = 0
    while (read < length) {
      const more = readSync(file, buffer, at + read, length - read, offsets[i]! + read)
      if (more === 0) throw new AnswersDamagedError(path, offsets[i]! + read)
      read += more
    }
    at += length
    i = end
  }
  return records
}

function makeRoots({ grouped, out, accounts }: Extract<Task, { kind: 'roots' }>, rooter: EntryRooter): void {
  for (let a = accounts.from; a < accounts.to; a++) {
    const range = { from: grouped.starts[a]!, to: grouped.starts[a + 1]! }
    rooter.root(grouped, range, out, a)
  }
}
