// What a watcher knows of the chain beside a batch: that everything was paid, and that the index is the corpus.
import { type Address, zeroAddress } from 'viem'
import type { Batch, BatchCommitment, ChainFacts, Corpus } from '../../../../sdk/src/attribution/index.ts'
import type { MemorySource, View } from '../../../../sdk/src/engine/index.ts'
import { textAt } from '../../../../sdk/src/engine/windows/memory.ts'
import { contributorOf, ordinalOf } from '../../../../sdk/src/engine/windows/segment.ts'
import { textRoot } from '../../../../sdk/src/text/index.ts'
import { DATA_BPS, reserveOf, WINDOW_WORDS } from './input.ts'

export const view: View = { standingOf: () => 'Eligible' }

export function committed(commitment: BatchCommitment): Batch {
  const times = { committedAt: 2, demandsUntil: 3, responsePeriod: 1, challengesUntil: 5, versionsSince: 1 }
  return { commitment, operator: zeroAddress, bond: 0n, ...times }
}

/** A chain on which everything that was answered was paid. */
export function factsOf(source: MemorySource): ChainFacts {
  const corpus = corpusOf(source)
  return {
    rule: 'WindowV1',
    dataBps: DATA_BPS,
    corpusOf: () => corpus,
    wasActive: () => true,
    charged: () => 1n << 100n,
    reserveOf,
    earlier: [],
  }
}

/** What the plain finder asks of a corpus, answered by the same index. */
function corpusOf(source: MemorySource): Corpus {
  const [segment] = source.segments
  return {
    windowWords: WINDOW_WORDS,
    sourceAt(place) {
      const ordinal = ordinalOf(segment!, place)
      if (ordinal === undefined) return undefined
      const text = textAt(segment!, ordinal)
      const contributor: Address = contributorOf(segment!, ordinal)
      return { contributor, textRoot: textRoot(text), standing: 'Eligible', text }
    },
    siblingsOf: () => [],
    earliest(window) {
      const { contributions, contribution, offset } = source.earliestSync(window, view)
      const found = contributions[contribution[0]!]
      return found && { submissionId: found.submissionId, leafIndex: found.leafIndex, offset: offset[0]! }
    },
  }
}
