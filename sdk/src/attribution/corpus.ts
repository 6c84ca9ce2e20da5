import type { Hex } from 'viem'
import type { Contribution, Credit } from './encoding.ts'

/** A contribution's place in prior art. */
export type Place = Pick<Credit, 'submissionId' | 'leafIndex'>

/** A window's first byte in a contribution. */
export type Occurrence = Place & { offset: number }

/** A contribution of the version's datanets that was accepted by its snapshot. */
export type Source = Contribution & {
  /**
   * `Eligible`: it owns and earns. `Revoked` by the snapshot: it owns and earns nothing. `Nobody`: its contributor is the
   * zero address, so that it neither owns nor earns, revoked or not.
   */
  standing: 'Eligible' | 'Revoked' | 'Nobody'
  /** Canonical bytes. */
  text: Uint8Array
}

/** What a version of a model draws on, as it stood at the version's snapshot. */
export type Corpus = {
  /** K of `window/v1`. */
  windowWords: number
  /**
   * The contribution at a place: `undefined` where the version has none. Where its leaf or text is not at hand,
   * `'revoked'` if the chain says so, else `'unknown'`: nothing more can be said of it.
   */
  sourceAt(place: Place): Source | 'unknown' | 'revoked' | undefined
  /** Siblings of a source's leaf in its submission, bottom-up. */
  siblingsOf(place: Place): Hex[]
  /** Where a window stands first, in an eligible or a revoked source. `window` is K words with single spaces. */
  earliest(window: Uint8Array): Occurrence | undefined
}
