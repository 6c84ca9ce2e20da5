import { crc32 } from 'node:zlib'
import { dataFeeOf } from '../../attribution/amounts.ts'
import { ADDRESS_BYTES, CREDIT, RECEIPT_BYTES, RECORD } from './answers.ts'
import { type Columns, creditColumns, keepUint128 } from './columns.ts'
import { AnswersDamagedError } from './errors.ts'
import { numbering } from './numbering.ts'

/** The reserves of submissions, where they take a share: accounts as 20 bytes. */
export type ReserveTable = ReadonlyMap<bigint, { account: Uint8Array; bps: number }>

/**
 * Records of a file of answers as columns, with accounts and submissions numbered as the bundle numbers them: each where it
 * is named first.
 * @throws AnswersDamagedError
 */
export function columnsOfRecords(
  records: readonly Uint8Array[],
  given: { path: string; offsets: Float64Array; dataBps: number; reserves: ReserveTable },
): Columns {
  const count = records.length
  const views = records.map((record) => new DataView(record.buffer, record.byteOffset, record.length))
  const creditsFrom = new Uint32Array(count + 1)
  views.forEach((view, i) => {
    const isWhole = crc32(records[i]!.subarray(RECORD.version)) === view.getUint32(RECORD.checksum, true)
    if (!isWhole) throw new AnswersDamagedError(given.path, given.offsets[i]!)
    creditsFrom[i + 1] = creditsFrom[i]! + view.getUint32(RECORD.creditCount, true)
  })
  const credits = creditColumns(creditsFrom[count]!)
  const accounts = numbering(ADDRESS_BYTES)
  const submissions = new Map<bigint, number>()
  const reserveBps: number[] = []
  const reserveAccount: number[] = []
  const columns: Columns = {
    count,
    version: new Uint32Array(count),
    payer: new Uint32Array(count),
    from: new BigUint64Array(2 * count),
    to: new BigUint64Array(2 * count),
    dataFee: new BigUint64Array(2 * count),
    receipts: [],
    outputs: [],
    creditsFrom,
    credits,
    accounts: accounts.items,
    submissions: [],
    reserveBps: new Uint32Array(),
    reserveAccount: new Uint32Array(),
  }
  const submissionOf = (id: bigint) => {
    const known = submissions.get(id)
    if (known !== undefined) return known
    const reserve = given.reserves.get(id)
    reserveBps.push(reserve?.bps ?? 0)
    reserveAccount.push(reserve ? accounts.of(reserve.account, 0) : 0)
    submissions.set(id, submissions.size)
    return submissions.size - 1
  }
  for (let i = 0; i < count; i++) {
    const [record, view] = [records[i]!, views[i]!]
    columns.version[i] = view.getUint32(RECORD.version, true)
    columns.payer[i] = accounts.of(record, RECORD.payer)
    for (const half of [0, 1]) {
      columns.from[2 * i + half] = view.getBigUint64(RECORD.from + 8 * half, true)
      columns.to[2 * i + half] = view.getBigUint64(RECORD.to + 8 * half, true)
    }
    const [from, to] = [amountAt(view, RECORD.from), amountAt(view, RECORD.to)]
    keepUint128(columns.dataFee, i, dataFeeOf({ from, to, dataBps: given.dataBps }))
    columns.receipts.push(record.subarray(RECORD.receipt, RECORD.receipt + RECEIPT_BYTES))
    let at: number = RECORD.credits
    for (let c = creditsFrom[i]!; c < creditsFrom[i + 1]!; c++) {
      credits.start[c] = smallAt(view, at + CREDIT.start)
      credits.length[c] = smallAt(view, at + CREDIT.length)
      credits.matchStart[c] = view.getUint32(at + CREDIT.matchStart, true)
      credits.matchLength[c] = view.getUint32(at + CREDIT.matchLength, true)
      credits.offset[c] = smallAt(view, at + CREDIT.offset)
      credits.leafIndex[c] = view.getUint32(at + CREDIT.leafIndex, true)
      credits.submission[c] = submissionOf(view.getBigUint64(at + CREDIT.submissionId, true))
      credits.contributor[c] = accounts.of(record, at + CREDIT.contributor)
      at += CREDIT.bytes
    }
    columns.outputs.push(record.subarray(at))
  }
  columns.submissions = [...submissions.keys()]
  columns.reserveBps = Uint32Array.from(reserveBps)
  columns.reserveAccount = Uint32Array.from(reserveAccount)
  return columns
}

function amountAt(view: DataView, at: number): bigint {
  return (view.getBigUint64(at + 8, true) << 64n) | view.getBigUint64(at, true)
}

/** A number of 64 bits that is known to be below 2^53. */
function smallAt(view: DataView, at: number): number {
  return view.getUint32(at, true) + 2 ** 32 * view.getUint32(at + 4, true)
}
