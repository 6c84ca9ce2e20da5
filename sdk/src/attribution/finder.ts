import { zeroAddress } from 'viem'
import { proveText, type TextProof } from '../text/index.ts'
import { sumTreeProof, treeProof, ZERO_HASH } from '../trees/index.ts'
import type { Bundle, BundleInference } from './bundle.ts'
import type { Corpus, Place, Source } from './corpus.ts'
import { type Credit, comparePlaces } from './encoding.ts'
import type { Evidence } from './evidence.ts'
import { type Falsehood, falseInNumbers, falseInOutput, falseInSource } from './falsehood.ts'
import { type Ownership, ownersOf, type Word, wordsOf } from './owners.ts'
import type { ContributionProof, CreditProof, InferenceProof } from './proofs.ts'
import type { BatchTrees } from './trees.ts'

/** What is wrong with a batch, by the index of its inference. */
export type Finding =
  | { inference: number; evidence: Evidence }
  /** A credit to a contribution that the chain counts and the corpus has no text of: right or wrong, nobody here knows. */
  | { inference: number; unknownSource: Place }

/** A batch as its bundle states it, and what its versions draw on. */
export type BatchToCheck = {
  bundle: Bundle
  /** The bundle's trees, once `checkBundle` has found them to be the committed ones. */
  trees: BatchTrees
  /** The corpus of a version of the model; `undefined` when the chain has no such version, so nothing counts for it. */
  corpusOf: (version: number) => Corpus | undefined
}

type Answer = BundleInference & { index: number; words: Word[]; corpus: Corpus | undefined }

/**
 * Recomputes a batch and proves wherever it credits words to another than their owner. Each finding comes as soon as it
 * is found: one is enough to void the batch. A batch without findings credits every word as the rule does.
 *
 * No such lie escapes. A credit that is not false stands on windows of a source that counts, so none can name one before
 * the owner; naming a later one, or nobody, is what `EarlierSource` proves. Words whose owner is revoked are credited to
 * it without contributor, lest somebody prove a later copy in its place; credited to nobody they pay the same.
 */
export function* findEvidence({ bundle, trees, corpusOf }: BatchToCheck): Generator<Finding> {
  for (const [index, inference] of bundle.inferences.entries()) {
    const answer = { ...inference, index, words: wordsOf(inference.output), corpus: corpusOf(inference.version) }
    yield* findFalseCredits(answer, trees)
    if (answer.corpus) yield* findEarlierSources(answer, answer.corpus, trees)
  }
}

function* findFalseCredits(answer: Answer, trees: BatchTrees): Generator<Finding> {
  for (const [i, credit] of answer.credits.entries()) {
    const source = answer.corpus?.sourceAt(credit)
    const falsehood = falsehoodOf(credit, answer, source)
    if (falsehood) {
      yield {
        inference: answer.index,
        evidence: {
          kind: 'FalseCredit',
          inference: proveInference(answer, trees),
          credit: proveCredit(answer, i, trees),
          reason: falsehood.reason,
          position: BigInt(falsehood.position),
          ...textsFor(falsehood, credit, answer, source),
        },
      }
    } else if (typeof source === 'string') {
      const { submissionId, leafIndex } = credit
      yield { inference: answer.index, unknownSource: { submissionId, leafIndex } }
    }
  }
}

/** The first falsehood of a credit, those first that are the cheapest to prove. */
function falsehoodOf(credit: Credit, { output, corpus }: Answer, source: SourceAt): Falsehood | undefined {
  const inNumbers = falseInNumbers(credit, output.length)
  if (inNumbers) return inNumbers
  if (!corpus || source === undefined) return { reason: 'Ineligible', position: 0 }
  if (source === 'revoked' && BigInt(credit.contributor) !== 0n) return { reason: 'Ineligible', position: 0 }
  if (typeof source === 'object') {
    const { standing, contributor } = source
    const due = standing === 'Revoked' ? zeroAddress : contributor
    const isDue = standing !== 'Nobody' && BigInt(credit.contributor) === BigInt(due)
    if (!isDue) return { reason: standing === 'Eligible' ? 'WrongContributor' : 'Ineligible', position: 0 }
  }
  const inOutput = falseInOutput(credit, output, corpus.windowWords)
  return inOutput ?? (typeof source === 'object' ? falseInSource(credit, output, source.text) : undefined)
}

type SourceAt = ReturnType<Corpus['sourceAt']>

const noSource: ContributionProof = { contributor: zeroAddress, textRoot: ZERO_HASH, siblings: [] }
const noText: TextProof = { length: 0n, firstChunk: 0, data: '0x', siblings: [] }

/** The leaf and the chunks that a reason needs; the rest stays empty. */
function textsFor(
  { reason, position }: Falsehood,
  credit: Credit,
  { output, corpus }: Answer,
  source: SourceAt,
): { source: ContributionProof; outputText: TextProof; sourceText: TextProof } {
  const outputAt = Number(credit.matchStart)
  const shown = { source: noSource, outputText: noText, sourceText: noText }
  switch (reason) {
    case 'PastOutput':
      return { ...shown, outputText: output.length === 0 ? noText : proveAround(output, 0, 1) }
    case 'OutputBoundary':
      return { ...shown, outputText: proveAround(output, position, position) }
    case 'TooFewWords':
      return { ...shown, outputText: proveText(output, outputAt, outputAt + Number(credit.matchLength)) }
  }
  if (!corpus || typeof source !== 'object') return shown
  const proof = proveSource(credit, source, corpus)
  switch (reason) {
    case 'Ineligible':
      // The chain itself knows of a revocation; that a contribution is nobody's its leaf must show.
      return source.standing === 'Nobody' ? { ...shown, source: proof } : shown
    case 'WrongContributor':
      return { ...shown, source: proof }
    case 'PastSource':
      return { ...shown, source: proof, sourceText: proveAround(source.text, 0, 1) }
    case 'SourceBoundary':
      return { ...shown, source: proof, sourceText: proveAround(source.text, position, position) }
    case 'DifferentByte': {
      const [inOutput, inSource] = [outputAt + position, Number(credit.offset) + position]
      return {
        source: proof,
        outputText: proveText(output, inOutput, inOutput + 1),
        sourceText: proveText(source.text, inSource, inSource + 1),
      }
    }
    default:
      return shown
  }
}

function* findEarlierSources(answer: Answer, corpus: Corpus, trees: BatchTrees): Generator<Finding> {
  const owners = ownersOf(answer.output, answer.words, corpus)
  let previous: string | undefined
  for (const [i, word] of answer.words.entries()) {
    const owner = owners[i]
    const source = owner && corpus.sourceAt(owner)
    const stated = source && misstated(word, owner, source, answer.credits)
    // One proof for a run of words that one owner lost in the same way.
    const run = stated && `${owner.submissionId}/${owner.leafIndex}/${stated.join()}`
    if (run !== previous && stated) {
      const { submissionId, leafIndex } = owner
      yield typeof source === 'string'
        ? { inference: answer.index, unknownSource: { submissionId, leafIndex } }
        : { inference: answer.index, evidence: proveEarlier({ answer, word, owner, source, stated, corpus, trees }) }
    }
    previous = run
  }
}

/**
 * The credits that show a word to be credited to a later source than its owner, or, unless the owner is revoked, to
 * nobody: by index, the one that holds it or the neighbours of the gap. `undefined` when it is credited as it should be.
 */
function misstated(
  word: Word,
  owner: Ownership,
  source: NonNullable<SourceAt>,
  credits: readonly Credit[],
): number[] | undefined {
  const holders = credits.flatMap((credit, i) => (isWithin(word, credit) ? [i] : []))
  const later = holders.find((i) => comparePlaces(owner, credits[i]!) < 0)
  if (later !== undefined) return [later]
  if (holders.length > 0 || typeof source === 'string' || source.standing !== 'Eligible') return undefined
  const after = credits.findIndex(({ start }) => start > BigInt(word.start))
  const next = after === -1 ? credits.length : after
  return [next - 1, next].filter((i) => i >= 0 && i < credits.length)
}

function isWithin(word: Word, { start, length }: Credit): boolean {
  return start <= BigInt(word.start) && BigInt(word.start) < start + length
}

function proveEarlier(proven: {
  answer: Answer
  word: Word
  owner: Ownership
  source: Source
  stated: number[]
  corpus: Corpus
  trees: BatchTrees
}): Evidence {
  const { answer, word, owner, source, corpus, trees } = proven
  const { start, end } = owner.window
  return {
    kind: 'EarlierSource',
    inference: proveInference(answer, trees),
    windowStart: BigInt(start),
    windowLength: BigInt(end - start),
    outputText: proveAround(answer.output, start, end),
    submissionId: owner.submissionId,
    leafIndex: owner.leafIndex,
    source: proveSource(owner, source, corpus),
    offset: BigInt(owner.offset),
    sourceText: proveAround(source.text, owner.offset, owner.offset + end - start),
    wordStart: BigInt(word.start),
    credits: proven.stated.map((i) => proveCredit(answer, i, trees)),
  }
}

/** The bytes [from, to) of a text and the byte at either side. */
function proveAround(text: Uint8Array, from: number, to: number): TextProof {
  return proveText(text, Math.max(0, from - 1), Math.min(text.length, to + 1))
}

function proveInference({ index, dataFee }: Answer, trees: BatchTrees): InferenceProof {
  return { inference: trees.inferences[index]!, dataFee, index, ...sumTreeProof(trees.inferenceTree, index) }
}

function proveCredit({ index, credits }: Answer, credit: number, trees: BatchTrees): CreditProof {
  return { credit: credits[credit]!, index: credit, siblings: treeProof(trees.creditTrees[index]!, credit) }
}

function proveSource(place: Place, { contributor, textRoot }: Source, corpus: Corpus): ContributionProof {
  return { contributor, textRoot, siblings: corpus.siblingsOf(place) }
}
