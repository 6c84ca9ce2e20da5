import { z } from 'zod'
import { CliError } from '../../errors.ts'
import { cutPassages } from './passages.ts'
import { termsOf, wordsOf } from './terms.ts'

/** A contribution as the factory reads it: its place in prior art, and its text as the contributor wrote it. */
export type Source = { submissionId: bigint; leafIndex: number; textRoot: `0x${string}`; original: string }

const Hash = z.templateLiteral(['0x', z.string().regex(/^[0-9a-f]{64}$/)])
const Index = z.int().nonnegative()

/**
 * The artifact of a retrieval model: where its passages lie, and the terms they are found by. It holds no text: that is
 * read from the content store, where its root checks it. Sources, passages and terms are numbered by their place.
 */
const Artifact = z.object({
  format: z.literal('openledger-retrieval/1'),
  snapshot: z.string().regex(/^\d+$/),
  datanets: z.array(z.string().regex(/^\d+$/)),
  /** [submissionId, leafIndex, textRoot], in prior-art order. */
  sources: z.array(z.tuple([z.string().regex(/^\d+$/), Index, Hash])),
  /** [source, start, end, terms of the body, terms of the headings]: positions in UTF-16 code units of the original. */
  passages: z.array(z.tuple([Index, Index, Index, Index, Index])),
  /** For each term, in order, triples of (passage less the one before, occurrences in its body, in its headings). */
  terms: z.array(z.tuple([z.string(), z.array(Index)])),
})

export type RetrievalArtifact = z.infer<typeof Artifact>

/** The artifact is not one that this program can read. */
export class ArtifactError extends CliError {
  constructor(cause: unknown) {
    super('The artifact of this version is no openledger-retrieval/1: serve a version that this program built.', {
      cause,
    })
  }
}

/**
 * Builds the artifact of a snapshot. The same sources give the same bytes on any machine. Of passages with the same
 * words only that of the earliest source is kept.
 * @param sources Every eligible contribution of the datanets, in prior-art order.
 */
export function buildArtifact(snapshot: bigint, datanets: bigint[], sources: Source[]): RetrievalArtifact {
  const passages: RetrievalArtifact['passages'] = []
  const terms = new Map<string, number[]>()
  const lastPassage = new Map<string, number>()
  const seen = new Set<string>()
  for (const [number, { original }] of sources.entries()) {
    for (const passage of cutPassages(original)) {
      const text = original.slice(passage.start, passage.end)
      const words = wordsOf(text).join(' ')
      if (words === '' || seen.has(words)) continue
      seen.add(words)
      const body = termsOf(text)
      const headings = termsOf(passage.headings.join('\n'))
      for (const [term, [inBody, inHeadings]] of countTerms(body, headings)) {
        const postings = terms.get(term) ?? []
        terms.set(term, postings)
        postings.push(passages.length - (lastPassage.get(term) ?? 0), inBody, inHeadings)
        lastPassage.set(term, passages.length)
      }
      passages.push([number, passage.start, passage.end, body.length, headings.length])
    }
  }
  return {
    format: 'openledger-retrieval/1',
    snapshot: String(snapshot),
    datanets: datanets.map(String),
    sources: sources.map(({ submissionId, leafIndex, textRoot }) => [String(submissionId), leafIndex, textRoot]),
    passages,
    terms: [...terms].sort(([a], [b]) => (a < b ? -1 : 1)),
  }
}

function countTerms(body: string[], headings: string[]): Map<string, [number, number]> {
  const counts = new Map<string, [number, number]>()
  for (const [field, terms] of [body, headings].entries()) {
    for (const term of terms) {
      const count = counts.get(term) ?? [0, 0]
      count[field]!++
      counts.set(term, count)
    }
  }
  return counts
}

export function encodeArtifact(artifact: RetrievalArtifact): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(artifact))
}

/** @throws ArtifactError when the bytes are no artifact of a retrieval model */
export function decodeArtifact(bytes: Uint8Array): RetrievalArtifact {
  try {
    return Artifact.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)))
  } catch (cause) {
    throw new ArtifactError(cause)
  }
}
