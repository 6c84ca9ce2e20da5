import type { BatchTrees, Bundle, Contribution } from '@openledger/sdk/attribution'

/** A row of a content table: JSON, with numbers of the protocol as decimal strings. */
export type Row = Record<string, string | number | null>

/** The rows of a bundle that was found to fit its batch, by table. */
export function bundleRows(contentKey: string, bundle: Bundle, trees: BatchTrees): Record<string, Row[]> {
  return {
    inference: bundle.inferences.map((inference, index) => ({
      content_key: contentKey,
      index,
      version: inference.version,
      payer: inference.payer.toLowerCase(),
      from: String(inference.from),
      to: String(inference.to),
      data_fee: String(inference.dataFee),
      output_root: trees.inferences[index]!.outputRoot,
      output: textOf(inference.output),
      output_length: inference.output.length,
      credits_root: trees.inferences[index]!.creditsRoot,
      credit_count: inference.credits.length,
      receipt: inference.receipt,
    })),
    credit: bundle.inferences.flatMap(({ credits }, inferenceIndex) =>
      credits.map((credit, index) => ({
        content_key: contentKey,
        inference_index: inferenceIndex,
        index,
        start: String(credit.start),
        length: String(credit.length),
        match_start: String(credit.matchStart),
        match_length: String(credit.matchLength),
        submission_id: String(credit.submissionId),
        leaf_index: credit.leafIndex,
        offset: String(credit.offset),
        contributor: credit.contributor.toLowerCase(),
      })),
    ),
    payout: bundle.payouts.map(({ account, amount }, index) => ({
      content_key: contentKey,
      index,
      account: account.toLowerCase(),
      amount: String(amount),
      entries_root: trees.payouts[index]!.entriesRoot,
      entry_count: trees.payouts[index]!.entryCount,
    })),
    entry: bundle.payouts.flatMap(({ account, entries }, payoutIndex) =>
      entries.map((entry, index) => ({
        content_key: contentKey,
        payout_index: payoutIndex,
        index,
        inference_index: entry.inference,
        credit_index: entry.credit,
        account: account.toLowerCase(),
        amount: String(entry.amount),
      })),
    ),
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

/** Bytes as text; null when they are not UTF-8, or hold a NUL, which the database cannot. */
export function textOf(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    return text.includes('\0') ? null : text
  } catch {
    return null
  }
}
