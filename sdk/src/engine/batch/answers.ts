import { type FileHandle, open } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import type { Address } from 'viem'
import type { AttributedInference } from '../../attribution/batch.ts'
import { AnswerOutOfRangeError, AnswersDamagedError } from './errors.ts'
import { numbering } from './numbering.ts'

// A file of attributed answers, in any order: what a batch is built from. 16 bytes of name, then records one after the
// other. All numbers are little-endian.

/** Where the fields of a record stand. */
export const RECORD = {
  length: 0,
  /** Of all that follows. */
  checksum: 4,
  version: 8,
  payer: 12,
  from: 32,
  to: 48,
  receipt: 64,
  outputLength: 132,
  creditCount: 136,
  credits: 140,
} as const

/** Where the fields of a credit stand in its 64 bytes. The output follows the last credit. */
export const CREDIT = {
  start: 0,
  length: 8,
  matchStart: 16,
  matchLength: 20,
  offset: 24,
  submissionId: 32,
  leafIndex: 40,
  contributor: 44,
  bytes: 64,
} as const

export const RECEIPT_BYTES = 65
export const ADDRESS_BYTES = 20

const name = new TextEncoder().encode('openledger-ans/1')
const FLUSH_BYTES = 2 ** 22
const READ_BYTES = 2 ** 24

/** Appends answers to a file. */
export type AnswerWriter = {
  append(answer: AttributedInference): Promise<void>
  /** Done when everything is on the disk. */
  close(): Promise<void>
}

/** Begins a file of answers. There must be none at `path`. */
export async function createAnswers(path: string): Promise<AnswerWriter> {
  const file = await open(path, 'wx')
  let buffer = new Uint8Array(2 * FLUSH_BYTES)
  let used = name.length
  buffer.set(name)
  const addresses = addressBytes()
  const flush = async () => {
    await file.writeFile(buffer.subarray(0, used))
    used = 0
  }
  return {
    async append(answer) {
      const length = RECORD.credits + answer.credits.length * CREDIT.bytes + answer.output.length
      if (used + length > buffer.length) {
        await flush()
        if (length > buffer.length) buffer = new Uint8Array(length)
      }
      writeRecord(buffer.subarray(used, used + length), answer, addresses)
      used += length
    },
    async close() {
      try {
        await flush()
        await file.sync()
      } finally {
        await file.close()
      }
    },
  }
}

function writeRecord(
  record: Uint8Array,
  answer: AttributedInference,
  addressOf: (address: Address) => Uint8Array,
): void {
  const view = new DataView(record.buffer, record.byteOffset, record.length)
  const { version, payer, from, to, output, receipt, credits } = answer
  view.setUint32(RECORD.length, record.length, true)
  view.setUint32(RECORD.version, within('version', version, 32), true)
  record.set(addressOf(payer), RECORD.payer)
  setUint128(view, RECORD.from, within('running total', from, 128))
  setUint128(view, RECORD.to, within('running total', to, 128))
  const signature = Buffer.from(receipt.slice(2), 'hex')
  if (signature.length !== RECEIPT_BYTES) throw new AnswerOutOfRangeError('receipt', receipt, '65 bytes')
  record.set(signature, RECORD.receipt)
  record.fill(0, RECORD.receipt + RECEIPT_BYTES, RECORD.outputLength)
  view.setUint32(RECORD.outputLength, output.length, true)
  view.setUint32(RECORD.creditCount, credits.length, true)
  let at: number = RECORD.credits
  for (const credit of credits) {
    view.setBigUint64(at + CREDIT.start, within('start', credit.start, 53), true)
    view.setBigUint64(at + CREDIT.length, within('length', credit.length, 53), true)
    view.setUint32(at + CREDIT.matchStart, Number(within('matchStart', credit.matchStart, 32)), true)
    view.setUint32(at + CREDIT.matchLength, Number(within('matchLength', credit.matchLength, 32)), true)
    view.setBigUint64(at + CREDIT.offset, within('offset', credit.offset, 53), true)
    view.setBigUint64(at + CREDIT.submissionId, within('submissionId', credit.submissionId, 63), true)
    view.setUint32(at + CREDIT.leafIndex, within('leafIndex', credit.leafIndex, 32), true)
    record.set(addressOf(credit.contributor), at + CREDIT.contributor)
    at += CREDIT.bytes
  }
  record.set(output, at)
  view.setUint32(RECORD.checksum, crc32(record.subarray(RECORD.version)), true)
}

function within<Value extends bigint | number>(field: string, value: Value, bits: number): Value {
  const fits = typeof value === 'bigint' ? value >= 0n && value >> BigInt(bits) === 0n : value >= 0 && value < 2 ** bits
  if (!fits || (typeof value === 'number' && !Number.isInteger(value))) {
    throw new AnswerOutOfRangeError(field, value, `${bits} bits`)
  }
  return value
}

function setUint128(view: DataView, at: number, value: bigint): void {
  view.setBigUint64(at, BigInt.asUintN(64, value), true)
  view.setBigUint64(at + 8, value >> 64n, true)
}

/** Addresses as bytes: the same few come again and again. */
function addressBytes(): (address: Address) => Uint8Array {
  const known = new Map<Address, Uint8Array>()
  return (address) => {
    const seen = known.get(address)
    if (seen) return seen
    const bytes = Buffer.from(address.slice(2), 'hex')
    if (bytes.length !== ADDRESS_BYTES) throw new AnswerOutOfRangeError('account', address, '20 bytes')
    if (known.size >= 2 ** 18) known.clear()
    known.set(address, bytes)
    return bytes
  }
}

/** What a batch needs to know of all answers at once: where each stands, whose it is, and how large. */
export type ScannedAnswers = {
  path: string
  count: number
  credits: number
  /** By answer, in the order of the file. */
  offsets: Float64Array
  lengths: Uint32Array
  outputLengths: Uint32Array
  creditCounts: Uint32Array
  /** By answer its payer's place in the order of payers. */
  payers: Uint32Array
  /** Running totals, as two numbers of 64 bits each, the low one first. */
  from: BigUint64Array
  to: BigUint64Array
  /** Payers, ascending, in lower case. */
  payerTable: Address[]
  /** Credited submissions. */
  submissions: Set<bigint>
}

export type ScanOptions = { signal?: AbortSignal; onProgress?: (done: number, total: number) => void }

/**
 * Reads through a file of answers. A last record that a crash cut short is left out: it was never confirmed.
 * @throws AnswersDamagedError
 */
export async function scanAnswers(path: string, { signal, onProgress }: ScanOptions = {}): Promise<ScannedAnswers> {
  const file = await open(path, 'r')
  try {
    return await scan(file, path, signal, onProgress)
  } finally {
    await file.close()
  }
}

async function scan(
  file: FileHandle,
  path: string,
  signal: AbortSignal | undefined,
  onProgress: ScanOptions['onProgress'],
): Promise<ScannedAnswers> {
  const { size } = await file.stat()
  const grown = columns()
  const payersSeen = numbering(ADDRESS_BYTES)
  const submissions = new Set<bigint>()
  let last = -1n
  let credits = 0
  let buffer = Buffer.alloc(READ_BYTES)
  let offset = 0
  for (;;) {
    signal?.throwIfAborted()
    const { bytesRead } = await file.read(buffer, 0, buffer.length, offset)
    const view = new DataView(buffer.buffer, buffer.byteOffset, bytesRead)
    let at = 0
    if (offset === 0) {
      if (bytesRead < name.length || buffer.compare(name, 0, name.length, 0, name.length) !== 0) {
        throw new AnswersDamagedError(path, 0)
      }
      at = name.length
    }
    while (at + RECORD.credits <= bytesRead) {
      const length = view.getUint32(at + RECORD.length, true)
      const outputLength = view.getUint32(at + RECORD.outputLength, true)
      const creditCount = view.getUint32(at + RECORD.creditCount, true)
      if (length !== RECORD.credits + creditCount * CREDIT.bytes + outputLength) {
        throw new AnswersDamagedError(path, offset + at)
      }
      if (at + length > bytesRead) {
        if (length > buffer.length) buffer = Buffer.alloc(length)
        break
      }
      const place = payersSeen.of(buffer, at + RECORD.payer)
      grown.add(offset + at, length, outputLength, creditCount, place)
      grown.addTotals(view, at)
      for (let i = 0; i < creditCount; i++) {
        const id = view.getBigUint64(at + RECORD.credits + i * CREDIT.bytes + CREDIT.submissionId, true)
        if (id !== last) submissions.add(id)
        last = id
      }
      credits += creditCount
      at += length
    }
    offset += at
    onProgress?.(offset, size)
    if (offset + RECORD.credits > size || (at === 0 && bytesRead === size - offset)) break
  }
  const order = payersSeen.items.map((payer) => Buffer.from(payer).toString('hex'))
  const sorted = order.map((_, i) => i).sort((a, b) => (order[a]! < order[b]! ? -1 : 1))
  const rank = new Uint32Array(order.length)
  sorted.forEach((place, i) => {
    rank[place] = i
  })
  const { payers, ...rest } = grown.take()
  for (let i = 0; i < payers.length; i++) payers[i] = rank[payers[i]!]!
  const payerTable = sorted.map((place): Address => `0x${order[place]!}`)
  return { path, count: payers.length, credits, ...rest, payers, payerTable, submissions }
}

/** Columns that grow together. */
function columns() {
  let capacity = 1024
  let count = 0
  let offsets = new Float64Array(capacity)
  let small = Array.from({ length: 4 }, () => new Uint32Array(capacity))
  let totals = new BigUint64Array(4 * capacity)
  const grow = () => {
    capacity *= 2
    const [oldOffsets, oldSmall, oldTotals] = [offsets, small, totals]
    offsets = new Float64Array(capacity)
    offsets.set(oldOffsets)
    small = oldSmall.map((old) => {
      const larger = new Uint32Array(capacity)
      larger.set(old)
      return larger
    })
    totals = new BigUint64Array(4 * capacity)
    totals.set(oldTotals)
  }
  return {
    add(offset: number, ...fields: [length: number, outputLength: number, creditCount: number, payer: number]) {
      if (count === capacity) grow()
      offsets[count] = offset
      for (let i = 0; i < 4; i++) small[i]![count] = fields[i]!
    },
    /** Ends the row. */
    addTotals(view: DataView, at: number) {
      for (let i = 0; i < 4; i++) totals[4 * count + i] = view.getBigUint64(at + RECORD.from + 8 * i, true)
      count++
    },
    take() {
      const [lengths, outputLengths, creditCounts, payers] = small.map((column) => column.slice(0, count)) as [
        Uint32Array<ArrayBuffer>,
        Uint32Array<ArrayBuffer>,
        Uint32Array<ArrayBuffer>,
        Uint32Array<ArrayBuffer>,
      ]
      const half = (first: number) =>
        BigUint64Array.from({ length: 2 * count }, (_, i) => totals[4 * (i >> 1) + first + (i & 1)]!)
      return {
        offsets: offsets.slice(0, count),
        lengths,
        outputLengths,
        creditCounts,
        payers,
        from: half(0),
        to: half(2),
      }
    },
  }
}
