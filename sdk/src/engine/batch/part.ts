import { createWriter } from '../../attribution/bundle/bytes.ts'
import { type Columns, uint128At } from './columns.ts'

/** The bytes of a part of a bundle, equal to those of `packBundle` in `sdk/src/attribution`. */
export function encodeColumns(columns: Columns): Uint8Array {
  const { accounts, submissions, reserveBps, reserveAccount, creditsFrom, credits } = columns
  const writer = createWriter(2 ** 22)
  writer.number(accounts.length)
  for (const account of accounts) writer.bytes(account)
  writer.number(submissions.length)
  for (const [i, submission] of submissions.entries()) {
    writer.bigint(submission)
    writer.number(reserveBps[i]!)
    if (reserveBps[i] !== 0) writer.number(reserveAccount[i]!)
  }
  for (let i = 0; i < columns.count; i++) {
    writer.number(columns.version[i]!)
    writer.number(columns.payer[i]!)
    for (const amounts of [columns.from, columns.to, columns.dataFee]) writer.bigint(uint128At(amounts, i))
    writer.bytes(columns.receipts[i]!)
    const output = columns.outputs[i]!
    writer.number(output.length)
    writer.bytes(output)
    writer.number(creditsFrom[i + 1]! - creditsFrom[i]!)
    for (let c = creditsFrom[i]!; c < creditsFrom[i + 1]!; c++) {
      writer.number(credits.start[c]!)
      writer.number(credits.length[c]!)
      writer.number(credits.matchStart[c]!)
      writer.number(credits.matchLength[c]!)
      writer.number(credits.submission[c]!)
      writer.number(credits.leafIndex[c]!)
      writer.number(credits.offset[c]!)
      writer.number(credits.contributor[c]!)
    }
  }
  return writer.take()
}
