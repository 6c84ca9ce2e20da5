import { itemOf, MOST_DEMANDED, neighboursAsked } from './demands.ts'
import type { Evidence } from './evidence.ts'
import { findNotCanonical } from './finder/canonical.ts'
import { findFalseWeights, findFalseWords } from './finder/credits.ts'
import { findEarlierSources } from './finder/earlier.ts'
import { findMissingEntries, findWrongEntries } from './finder/entries.ts'
import { findMalformedWeights, findMalformedWords } from './finder/lists.ts'
import { findBrokenReceipts, findEarlierOverlaps, findUnbacked, findWrongVersions } from './finder/money.ts'
import { type Answer, type OpenedBatch, openInner, openOuter } from './finder/opened.ts'
import { findUnsortedEntries, findUnsortedOuter, findWrongCounts } from './finder/order.ts'
import type { BatchToCheck, Finding } from './finder/types.ts'

export { type Named, namedIn } from './finder/named.ts'
export type { BatchToCheck, ChainFacts, EarlierBatch, Finding, KnownReceipt } from './finder/types.ts'

/**
 * Checks a batch against all that the protocol asks of one, and proves whatever is wrong with it. Each finding comes as soon
 * as it is found, the surest and cheapest first: one piece of evidence is enough to void the batch. What is not at hand, and
 * could hide anything, comes last. A batch without findings pays what the rule gives.
 *
 * Trees are opened from the committed roots down, as they were made. Whatever hangs from what cannot be proven as a leaf is
 * left out of what follows: what is wrong above it is found itself.
 */
export function* findEvidence(check: BatchToCheck): Generator<Finding> {
  const unseen: Finding[] = []
  const opened = yield* proven(openOuter(check))
  yield* proven(findWrongCounts(opened, check.batch.commitment))
  yield* proven(findUnsortedOuter(opened))
  yield* proven(openInner(opened, check.preimages))
  yield* proven(findUnsortedEntries(opened))
  yield* proven(findUnbacked(opened, check))
  yield* proven(findWrongVersions(opened, check))
  yield* proven(findBrokenReceipts(opened, check))
  yield* split(findEarlierOverlaps(opened, check), unseen)
  for (const answer of opened.inferences.values()) yield* split(findInAnswer(answer, check), unseen)
  yield* proven(findWrongEntries(opened, check))
  yield* proven(findMissingEntries(opened, check))
  for (const answer of opened.inferences.values()) {
    if (!areWeights(answer, check)) yield* split(findEarlierSources(answer), unseen)
  }
  yield* unseen
  yield* withheldOf(opened)
}

/** What is wrong with the credits and the output of one answer, owners apart. */
function* findInAnswer(answer: Answer, check: BatchToCheck): Generator<Finding> {
  if (areWeights(answer, check)) {
    yield* proven(findMalformedWeights(answer))
    yield* findFalseWeights(answer)
    return
  }
  yield* proven(findMalformedWords(answer))
  yield* findFalseWords(answer)
  if (check.chain.rule === 'WindowV1') yield* proven(findNotCanonical(answer))
}

/** Credits of a version that was not published are judged as words, whatever the model's rule. */
function areWeights({ corpus }: Answer, { chain }: BatchToCheck): boolean {
  return chain.rule === 'InfluenceV1' && corpus !== undefined
}

function* proven<Result>(evidence: Generator<Evidence, Result>): Generator<Finding, Result> {
  for (;;) {
    const next = evidence.next()
    if (next.done) return next.value
    yield { evidence: next.value }
  }
}

/** Evidence at once, the rest into `unseen`. */
function* split(findings: Generator<Finding>, unseen: Finding[]): Generator<Finding> {
  for (const finding of findings) {
    if ('evidence' in finding) yield finding
    else unseen.push(finding)
  }
}

/** What is not at hand of the batch itself, as it can be demanded. */
function* withheldOf({ unopened, inferences }: OpenedBatch): Generator<Finding> {
  for (const { kind, outer, first, count } of unopened) {
    for (const asked of neighboursAsked(first, count)) yield { withheld: itemOf(kind, { outer, ...asked }) }
  }
  // How long an output is nobody knows before the first of its chunks are shown.
  for (const [outer, { output }] of inferences) {
    if (!output) yield { withheld: itemOf('OutputChunks', { outer, count: MOST_DEMANDED }) }
  }
}
