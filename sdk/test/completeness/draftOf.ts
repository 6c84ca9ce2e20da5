import type { BuiltBatch } from '../../src/attribution/batch.ts'
import type { BatchDraft } from './draft.ts'
import { numberOf } from './sources.ts'

/** The draft that says what a batch says. */
export function draftOf({ bundle }: BuiltBatch): BatchDraft {
  return {
    inferences: bundle.inferences.map(({ version, payer, from, to, dataFee, output, credits }) => ({
      version: BigInt(version),
      payer: numberOf(payer),
      from,
      to,
      dataFee,
      output,
      credits: credits.map((credit) => ({
        ...credit,
        leafIndex: BigInt(credit.leafIndex),
        contributor: numberOf(credit.contributor),
        over: {},
      })),
      creditTree: {},
      over: {},
    })),
    payouts: bundle.payouts.map(({ account, entries }) => ({
      account: numberOf(account),
      entries: entries.map(({ inference, credit, amount }) => ({
        inference: BigInt(inference),
        credit: BigInt(credit),
        amount,
        over: {},
      })),
      over: {},
      entryTree: {},
    })),
    inferenceTree: {},
    payoutTree: {},
    over: {},
  }
}
