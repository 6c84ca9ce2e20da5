import type { Address } from 'viem'
import type { Batch } from '../batch.ts'
import { submissionKey } from '../bundle.ts'
import type { Preimages } from '../preimages.ts'
import { openInner, openOuter } from './opened.ts'

/** What a batch names: what the chain must be asked to check it. */
export type Named = {
  versions: Set<number>
  payers: Set<Address>
  /** Each once. */
  submissions: bigint[]
  answers: number
  credits: number
}

/** What a batch names, as far as it can be opened. */
export function namedIn(batch: Pick<Batch, 'commitment'>, preimages: Preimages): Named {
  const nothing = { texts: { get: () => undefined }, chain: { corpusOf: () => undefined } }
  const opening = openOuter({ ...nothing, batch, preimages })
  let step = opening.next()
  while (!step.done) step = opening.next()
  const opened = step.value
  // What is wrong with the trees is not asked here: only what they hold.
  for (const _ of openInner(opened, preimages));
  const answers = [...opened.inferences.values()]
  const credits = answers.flatMap((answer) => [...answer.credits.values()])
  return {
    versions: new Set(answers.map(({ proof }) => proof.inference.version)),
    payers: new Set(answers.map(({ proof }) => proof.inference.payer)),
    submissions: onceEach(credits.map(({ credit }) => credit.submissionId)),
    answers: answers.length,
    credits: credits.length,
  }
}

function onceEach(submissions: readonly bigint[]): bigint[] {
  return [...new Map(submissions.map((submissionId) => [submissionKey(submissionId), submissionId])).values()]
}
