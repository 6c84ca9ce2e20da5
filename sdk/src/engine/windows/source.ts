import type { Address } from 'viem'
import type { Place } from '../../attribution/corpus.ts'
import type { LongOptions } from './progress.ts'
import type { Words } from './query.ts'

/** How a contribution counts: it owns and earns, it owns and earns nothing, or it does neither. */
export type Standing = 'Eligible' | 'Revoked' | 'None'

/**
 * How contributions count for one version of a model: by its snapshot, its datanets and the revocations until then. An
 * index remembers what it was told about a view for as long as the view lives: make one for each version, and a new one
 * when something changes.
 */
export type View = { standingOf(place: Place): Standing }

/** Bytes of a text, from one of its bytes on. */
export type TextPart = {
  bytes: Uint8Array
  /** Where in the text they begin. */
  from: number
  /** Of the whole text. */
  length: number
}

/** A contribution in which a window of an output stands before it stands in any other. */
export type FoundContribution = Place & {
  contributor: Address
  standing: Exclude<Standing, 'None'>
  /**
   * All of its text that the output can be laid over, at every alignment at which a window was found: so if a window that
   * begins at byte w of the output was found at byte o, the bytes [o − w − 1, o − w + |output| + 1) where the text has them.
   */
  text: TextPart
}

/** Where the windows of an output stand first. */
export type Found = {
  words: Words
  /** In prior-art order, each once. */
  contributions: FoundContribution[]
  /** For each word of the output, the contribution in which the window that begins with it stands first; −1 for none. */
  contribution: Int32Array
  /** For each of these windows, its first byte there. */
  offset: Uint32Array
}

/** An index over windows, wherever it is kept. */
export interface WindowSource {
  readonly windowWords: number
  /**
   * Where each window of an output stands first, among the contributions that have a standing in `view`. Every window was
   * compared with the text that it was found in, byte by byte.
   * @param output its words stand between spaces; windows that are not single-spaced are none
   */
  earliest(output: Uint8Array, view: View, options?: LongOptions): Promise<Found>
  /** The text of a contribution; `undefined` where the index has none at the place. */
  textOf(place: Place): Promise<Uint8Array | undefined>
}
