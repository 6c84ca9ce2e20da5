import type { Corpus, Source } from '../corpus.ts'
import { comparePlaces } from '../encoding.ts'
import type { Evidence } from '../evidence.ts'
import { type Ownership, ownersOf, type Word, wordsOf } from '../owners.ts'
import type { CreditProof } from '../proofs.ts'
import type { Answer } from './opened.ts'
import { lineOf, overlapping } from './ranges.ts'
import { proveAround, proveSource } from './texts.ts'
import type { Finding } from './types.ts'

/**
 * Words credited to a later source than their owner, or, unless it is revoked, to nobody.
 *
 * No such lie escapes. A credit that is not false stands on windows of a source that counts, so none can name one before
 * the owner; naming a later one, or nobody, is what `EarlierSource` proves. Words whose owner is revoked are credited to
 * it without contributor, lest somebody prove a later copy in its place; credited to nobody they pay the same.
 */
export function* findEarlierSources(answer: Answer): Generator<Finding> {
  const { output, corpus, credits } = answer
  if (!output || !corpus) return
  const shown = [...credits.values()]
  const line = lineOf(shown, ({ credit: { start, length } }) => ({ from: start, to: start + length }))
  let next = 0 // Of the credits in their order, the first that starts after the word.
  const words = wordsOf(output)
  const owners = ownersOf(output, words, corpus)
  let previous: string | undefined
  for (const [i, word] of words.entries()) {
    while (next < shown.length && shown[next]!.credit.start <= BigInt(word.start)) next++
    const owner = owners[i]
    const source = owner && corpus.sourceAt(owner)
    const at = { from: BigInt(word.start), to: BigInt(word.start + 1) }
    const stated = source && misstated(overlapping(line, at), shown[next], owner, source, answer)
    // One proof for a run of words that one owner lost in the same way.
    const run = stated && `${owner.submissionId}/${owner.leafIndex}/${stated.map(({ index }) => index).join()}`
    if (run !== previous && stated) {
      const { submissionId, leafIndex } = owner
      if (typeof source === 'string') yield { unknownSource: { submissionId, leafIndex } }
      else yield { evidence: proveEarlier({ answer, output, word, owner, source, stated, corpus }) }
    }
    previous = run
  }
}

/**
 * The credits that show a word to be credited to a later source than its owner, or, unless the owner is revoked, to
 * nobody: the one that holds it or the neighbours of the gap, `after` the second of them. `undefined` when it is credited as it should be, or when
 * the credits that would show it are not at hand.
 */
function misstated(
  holders: Iterable<CreditProof>,
  after: CreditProof | undefined,
  owner: Ownership,
  source: NonNullable<ReturnType<Corpus['sourceAt']>>,
  { proof, credits }: Answer,
): CreditProof[] | undefined {
  let isHeld = false
  for (const holder of holders) {
    if (comparePlaces(owner, holder.credit) < 0) return [holder]
    isHeld = true
  }
  if (isHeld || typeof source === 'string' || source.standing !== 'Eligible') return undefined
  const { creditCount } = proof.inference
  const next = after?.index ?? creditCount
  const neighbours = [next - 1, next].filter((index) => index >= 0 && index < creditCount)
  const found = neighbours.flatMap((index) => credits.get(index) ?? [])
  return found.length === neighbours.length ? found : undefined
}

function proveEarlier(proven: {
  answer: Answer
  output: Uint8Array
  word: Word
  owner: Ownership
  source: Source
  stated: CreditProof[]
  corpus: Corpus
}): Evidence {
  const { answer, output, word, owner, source, corpus } = proven
  const { start, end } = owner.window
  return {
    kind: 'EarlierSource',
    inference: answer.proof,
    windowStart: BigInt(start),
    windowLength: BigInt(end - start),
    outputText: proveAround(output, start, end),
    submissionId: owner.submissionId,
    leafIndex: owner.leafIndex,
    source: proveSource(owner, source, corpus),
    offset: BigInt(owner.offset),
    sourceText: proveAround(source.text, owner.offset, owner.offset + end - start),
    wordStart: BigInt(word.start),
    credits: proven.stated,
  }
}
