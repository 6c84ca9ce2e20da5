import type { Contribution } from '@openledger/sdk/attribution'
import type { CommittedBatch } from '@openledger/sdk/engine'

/** A row of a content table: JSON, with numbers of the protocol as decimal strings. */
export type Row = Record<string, string | number | null>

/** Tables that bundles fill. */
export type BundleTable = 'inference' | 'credit' | 'payout' | 'entry'

/** The rows of a bundle that was found to fit its batch, one after the other. */
export async function* bundleRows(contentKey: string, content: CommittedBatch): AsyncGenerator<[BundleTable, Row]> {
  for await (const { index, stated, leaf } of content.inferences()) {
    const { version, payer, from, to, dataFee, output, credits, receipt } = stated
    yield [
      'inference',
      {
        content_key: contentKey,
        index,
        version,
        payer: payer.toLowerCase(),
        from: String(from),
        to: String(to),
        data_fee: String(dataFee),
        output_root: leaf.outputRoot,
        output: textOf(output),
        output_length: output.length,
        credits_root: leaf.creditsRoot,
        credit_count: credits.length,
        receipt,
      },
    ]
    for (const [place, credit] of credits.entries()) {
      yield [
        'credit',
        {
          content_key: contentKey,
          inference_index: index,
          index: place,
          start: String(credit.start),
          length: String(credit.length),
          match_start: String(credit.matchStart),
          match_length: String(credit.matchLength),
          submission_id: String(credit.submissionId),
          leaf_index: credit.leafIndex,
          offset: String(credit.offset),
          contributor: credit.contributor.toLowerCase(),
        },
      ]
    }
  }
  for (const { index, leaf, amount, entries } of content.payouts()) {
    const account = leaf.account.toLowerCase()
    yield [
      'payout',
      {
        content_key: contentKey,
        index,
        account,
        amount: String(amount),
        entries_root: leaf.entriesRoot,
        entry_count: leaf.entryCount,
      },
    ]
    let place = 0
    for (const entry of entries) {
      yield [
        'entry',
        {
          content_key: contentKey,
          payout_index: index,
          index: place++,
          inference_index: entry.inference,
          credit_index: entry.credit,
          account,
          amount: String(entry.amount),
        },
      ]
    }
  }
}

/** The rows of a submission's contributions; a place that holds none has no row. */
export function leafRows(root: string, contributions: readonly (Contribution | undefined)[]): Row[] {
  return contributions.flatMap((contribution, index) =>
    contribution
      ? {
          root,
          count: contributions.length,
          index,
          contributor: contribution.contributor.toLowerCase(),
          text_root: contribution.textRoot,
        }
      : [],
  )
}

/** Most bytes of a text in a row, so that the row can be stated as JSON whatever it holds. */
const MOST_TEXT_BYTES = 2 ** 26

/** Bytes as text; null when they are too long, not UTF-8, or hold a NUL, which the database cannot. */
export function textOf(bytes: Uint8Array): string | null {
  if (bytes.length > MOST_TEXT_BYTES) return null
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    return text.includes('\0') ? null : text
  } catch {
    return null
  }
}
