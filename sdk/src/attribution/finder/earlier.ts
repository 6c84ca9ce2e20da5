import type { Corpus, Source } from '../corpus.ts'
import { comparePlaces } from '../encoding.ts'
import type { Evidence } from '../evidence.ts'
import { type Ownership, ownersOf, type Word, wordsOf } from '../owners.ts'
import type { CreditProof } from '../proofs.ts'
import type { Answer } from './opened.ts'
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
  const { output, corpus } = answer
  if (!output || !corpus) return
  const words = wordsOf(output)
  const owners = ownersOf(output, words, corpus)
  let previous: string | undefined
  for (const [i, word] of words.entries()) {
    const owner = owners[i]
    const source = owner && corpus.sourceAt(owner)
    const stated = source && misstated(word, owner, source, answer)
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
 * nobody: the one that holds it or the neighbours of the gap. `undefined` when it is credited as it should be, or when
 * the credits that would show it are not at hand.
 */
function misstated(
  word: Word,
  owner: Ownership,
  source: NonNullable<ReturnType<Corpus['sourceAt']>>,
  { proof, credits }: Answer,
): CreditProof[] | undefined {
  const shown = [...credits.values()]
  const holders = shown.filter((credit) => isWithin(word, credit))
  const later = holders.find(({ credit }) => comparePlaces(owner, credit) < 0)
  if (later) return [later]
  if (holders.length > 0 || typeof source === 'string' || source.standing !== 'Eligible') return undefined
  const { creditCount } = proof.inference
  const after = shown.find(({ credit }) => credit.start > BigInt(word.start))
  const next = after?.index ?? creditCount
  const neighbours = [next - 1, next].filter((index) => index >= 0 && index < creditCount)
  const found = neighbours.flatMap((index) => credits.get(index) ?? [])
  return found.length === neighbours.length ? found : undefined
}

function isWithin(word: Word, { credit: { start, length } }: CreditProof): boolean {
  return start <= BigInt(word.start) && BigInt(word.start) < start + length
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
