import { type Address, concat, type Hex, hexToBytes, numberToHex } from 'viem'
import type { Corpus, Source } from '../../src/attribution/corpus.ts'
import type { Credit } from '../../src/attribution/encoding.ts'
import { bytesTree } from './draft.ts'
import type { Random } from './random.ts'
import { type Leaf, standingOf, type Version } from './world.ts'

/** Accounts as the test's books have them, and as a chain writes them. */
export const numberOf = (address: Address): bigint => BigInt(address)
export const addressOf = (number: bigint): Address => numberToHex(number, { size: 20 })

/** Weights that an engine could have found: of some contributions, in order, in parts of 2^32. */
export function weightsOf(
  counted: readonly Leaf[],
  standsAs: (leaf: Leaf) => 'Eligible' | 'Revoked' | 'None',
  random: Random,
): Credit[] {
  let start = 0n
  return counted
    .filter(() => random.chance(0.3))
    .map((leaf) => {
      const length = random.big(1n, (1n << 32n) / 40n)
      const { submissionId, leafIndex } = leaf
      const contributor = addressOf(standsAs(leaf) === 'Eligible' ? leaf.contributor : 0n)
      const credit = {
        start,
        length,
        matchStart: 0n,
        matchLength: 0n,
        submissionId,
        leafIndex,
        offset: 0n,
        contributor,
      }
      start += length
      return credit
    })
}

/** What the finder is told of a version's sources: by the test's own book, window by window. */
export function corpusOf(version: Version, leaves: readonly Leaf[]): Corpus {
  const sources = leaves
    .map((leaf) => ({ leaf, standing: standingOf(leaf, version) }))
    .filter((source): source is { leaf: Leaf; standing: Source['standing'] } => source.standing !== undefined)
  const memory = new Map<string, ReturnType<Corpus['earliest']>>()
  return {
    windowWords: version.windowWords,
    sourceAt({ submissionId, leafIndex }) {
      const found = sources.find(({ leaf }) => leaf.submissionId === submissionId && leaf.leafIndex === leafIndex)
      if (!found) return undefined
      const { contributor, textRoot, text } = found.leaf
      return { contributor: addressOf(contributor), textRoot, text, standing: found.standing }
    },
    siblingsOf: ({ submissionId, leafIndex }) =>
      siblingsOf(
        leaves.filter((leaf) => leaf.submissionId === submissionId),
        leafIndex,
      ),
    earliest(window) {
      const words = latin(window)
      if (memory.has(words)) return memory.get(words)
      const found = sources.find(
        ({ leaf, standing }) => standing !== 'Nobody' && ` ${latin(leaf.text)} `.includes(` ${words} `),
      )
      const occurrence = found && {
        submissionId: found.leaf.submissionId,
        leafIndex: found.leaf.leafIndex,
        offset: ` ${latin(found.leaf.text)} `.indexOf(` ${words} `),
      }
      memory.set(words, occurrence)
      return occurrence
    },
  }
}

function contributionLeaf({ contributor, textRoot }: Leaf): Uint8Array {
  return hexToBytes(concat([numberToHex(contributor, { size: 32 }), textRoot]))
}

export function rootOf(leaves: readonly Leaf[]): Hex {
  return bytesTree(leaves.map(contributionLeaf)).root
}

export function siblingsOf(leaves: readonly Leaf[], index: number): Hex[] {
  return bytesTree(leaves.map(contributionLeaf)).siblings(index)
}

function latin(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1')
}
