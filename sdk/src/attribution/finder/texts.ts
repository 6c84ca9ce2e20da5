import { proveText, type TextProof } from '../../text/index.ts'
import type { Corpus, Place, Source } from '../corpus.ts'
import { type ContributionProof, noText } from '../proofs.ts'

/** The chunks with the bytes [from, to) of a text and the byte at either side. */
export function proveAround(text: Uint8Array, from: number, to: number): TextProof {
  return proveText(text, Math.max(0, from - 1), Math.min(text.length, to + 1))
}

/** A chunk of a text, for its length; an empty text has none. */
export function anyChunk(text: Uint8Array): TextProof {
  return text.length === 0 ? noText : proveText(text, 0, 1)
}

/** A source's leaf in its submission. */
export function proveSource(place: Place, { contributor, textRoot }: Source, corpus: Corpus): ContributionProof {
  return { contributor, textRoot, siblings: corpus.siblingsOf(place) }
}
