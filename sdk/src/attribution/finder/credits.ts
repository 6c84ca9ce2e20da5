import { zeroAddress } from 'viem'
import { CHUNK_BYTES, proveText } from '../../text/index.ts'
import type { Corpus } from '../corpus.ts'
import { itemOf } from '../demands.ts'
import type { Credit } from '../encoding.ts'
import type { Evidence, FalseCredit } from '../evidence.ts'
import { type Falsehood, falseInOutput, falseInSource, isMisshapen } from '../falsehood.ts'
import { noSource, noText } from '../proofs.ts'
import type { Answer } from './opened.ts'
import { anyChunk, proveAround, proveSource } from './texts.ts'
import type { Finding } from './types.ts'

type SourceAt = ReturnType<Corpus['sourceAt']>

/** Credits of words that are not their source's, or of a source that does not count. */
export function* findFalseWords(answer: Answer): Generator<Finding> {
  const { proof, credits, output, corpus } = answer
  for (const [index, shown] of credits) {
    const { credit } = shown
    const source = corpus?.sourceAt(credit)
    const falsehood =
      (isMisshapen(credit) ? badShape : undefined) ??
      falseStanding(credit, source) ??
      (output && corpus ? falseInOutput(credit, output, corpus.windowWords) : undefined) ??
      (output && typeof source === 'object' ? falseInSource(credit, output, source.text) : undefined)
    if (falsehood) {
      yield { evidence: falseCredit(falsehood, answer, shown, source) }
    } else if (typeof source === 'string') {
      const { submissionId, leafIndex } = credit
      yield { unknownSource: { submissionId, leafIndex } }
      yield { withheld: itemOf('SourceChunks', { outer: proof.index, inner: index, ...chunksAround(credit) }) }
    }
  }
}

/** The chunks of a source that hold a support and the byte at either side: at most 34, supports being as short as they are. */
function chunksAround({ offset, matchLength }: Credit): { first: number; count: number } {
  const first = Math.floor(Math.max(0, Number(offset) - 1) / CHUNK_BYTES)
  return { first, count: Math.floor(Number(offset + matchLength) / CHUNK_BYTES) - first + 1 }
}

/** Credits under `influence/v1` that have what such credits have not, or are of a source that does not count. */
export function* findFalseWeights(answer: Answer): Generator<Finding> {
  for (const shown of answer.credits.values()) {
    const { credit } = shown
    const source = answer.corpus?.sourceAt(credit)
    const isPlain = credit.matchStart === 0n && credit.matchLength === 0n && credit.offset === 0n
    const falsehood = isPlain ? falseStanding(credit, source) : badShape
    if (falsehood) yield { evidence: falseCredit(falsehood, answer, shown, source) }
    else if (typeof source === 'string') {
      const { submissionId, leafIndex } = credit
      yield { unknownSource: { submissionId, leafIndex } }
    }
  }
}

const badShape: Falsehood = { reason: 'BadShape', position: 0 }

/** What the chain and the source's leaf show of who is credited. */
function falseStanding({ contributor }: Credit, source: SourceAt): Falsehood | undefined {
  const ineligible: Falsehood = { reason: 'Ineligible', position: 0 }
  if (source === undefined) return ineligible
  if (source === 'unknown') return undefined
  if (source === 'revoked') return BigInt(contributor) === 0n ? undefined : ineligible
  if (source.standing === 'Nobody') return ineligible
  const due = source.standing === 'Revoked' ? zeroAddress : source.contributor
  if (BigInt(contributor) === BigInt(due)) return undefined
  return source.standing === 'Eligible' ? { reason: 'WrongContributor', position: 0 } : ineligible
}

function falseCredit(falsehood: Falsehood, answer: Answer, credit: FalseCredit['credit'], source: SourceAt): Evidence {
  const { reason, position } = falsehood
  const shown = { kind: 'FalseCredit', inference: answer.proof, credit, reason, position: BigInt(position) } as const
  return { ...shown, ...partsFor(falsehood, credit.credit, answer, source) }
}

/** The leaf and the chunks that a reason needs; the rest stays empty. */
function partsFor(
  { reason, position }: Falsehood,
  credit: Credit,
  { output = new Uint8Array(), corpus }: Answer,
  source: SourceAt,
): Pick<FalseCredit, 'source' | 'outputText' | 'sourceText'> {
  const outputAt = Number(credit.matchStart)
  const shown = { source: noSource, outputText: noText, sourceText: noText }
  switch (reason) {
    case 'PastOutput':
      return { ...shown, outputText: anyChunk(output) }
    case 'OutputBoundary':
      return { ...shown, outputText: proveAround(output, position, position) }
    case 'TooFewWords':
      return { ...shown, outputText: proveText(output, outputAt, outputAt + Number(credit.matchLength)) }
  }
  if (!corpus || typeof source !== 'object') return shown
  const leaf = proveSource(credit, source, corpus)
  switch (reason) {
    case 'Ineligible':
      // The chain itself knows of a revocation; that a contribution is nobody's its leaf must show.
      return source.standing === 'Nobody' ? { ...shown, source: leaf } : shown
    case 'WrongContributor':
      return { ...shown, source: leaf }
    case 'PastSource':
      return { ...shown, source: leaf, sourceText: anyChunk(source.text) }
    case 'SourceBoundary':
      return { ...shown, source: leaf, sourceText: proveAround(source.text, position, position) }
    case 'DifferentByte': {
      const [inOutput, inSource] = [outputAt + position, Number(credit.offset) + position]
      return {
        source: leaf,
        outputText: proveText(output, inOutput, inOutput + 1),
        sourceText: proveText(source.text, inSource, inSource + 1),
      }
    }
    default:
      return shown
  }
}
