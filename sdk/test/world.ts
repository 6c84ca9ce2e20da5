import { type Address, bytesToHex, getAddress, numberToHex, zeroAddress } from 'viem'
import type { Corpus, Occurrence, Place, Source } from '../src/attribution/corpus.ts'
import { type Credit, comparePlaces, encodeContribution } from '../src/attribution/encoding.ts'
import { ownersOf, wordsOf } from '../src/attribution/owners.ts'
import { textRoot } from '../src/text/index.ts'
import { buildTree, treeProof } from '../src/trees/index.ts'

/** Submissions in order of their ids from 1, each a list of contributions. */
export type World = {
  windowWords: number
  submissions: { contributor: Address; text: string; isRevoked?: boolean }[][]
}

export function accountOf(seed: number): Address {
  return seed === 0 ? zeroAddress : getAddress(numberToHex(seed, { size: 20 }))
}

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

/** A corpus by the letter of the rule: every window of every contribution is looked at in order of prior art. */
export function corpusOfWorld({ windowWords, submissions }: World): Corpus {
  const trees = submissions.map((contributions) =>
    buildTree(
      contributions.map(({ contributor, text }) =>
        encodeContribution({ contributor, textRoot: textRoot(bytesOf(text)) }),
      ),
    ),
  )
  const sourceAt = ({ submissionId, leafIndex }: Place): Source | undefined => {
    const found = submissions[Number(submissionId) - 1]?.[leafIndex]
    if (!found) return undefined
    const text = bytesOf(found.text)
    const standing = found.contributor === zeroAddress ? 'Nobody' : found.isRevoked ? 'Revoked' : 'Eligible'
    return { contributor: found.contributor, textRoot: textRoot(text), standing, text }
  }
  return {
    windowWords,
    sourceAt,
    siblingsOf: ({ submissionId, leafIndex }) => treeProof(trees[Number(submissionId) - 1]!, leafIndex),
    earliest(window) {
      for (const [i, contributions] of submissions.entries()) {
        for (const [leafIndex, { contributor, text }] of contributions.entries()) {
          const offset = occurrenceIn(bytesOf(text), window)
          const place = { submissionId: BigInt(i + 1), leafIndex }
          if (contributor !== zeroAddress && offset >= 0) return { ...place, offset }
        }
      }
      return undefined
    },
  }
}

/** Honest credits in the finest cut: one for each owned word, supported by a window over it. A revoked owner's
 * name nobody. */
export function creditsByWord(output: Uint8Array, corpus: Corpus): Credit[] {
  const words = wordsOf(output)
  return ownersOf(output, words, corpus).flatMap((owner, i): Credit[] => {
    const source = owner && corpus.sourceAt(owner)
    if (!owner || typeof source !== 'object') return []
    const { start, end } = words[i]!
    return [
      {
        start: BigInt(start),
        length: BigInt(end - start),
        matchStart: BigInt(owner.window.start),
        matchLength: BigInt(owner.window.end - owner.window.start),
        submissionId: owner.submissionId,
        leafIndex: owner.leafIndex,
        offset: BigInt(owner.offset),
        contributor: source.standing === 'Revoked' ? zeroAddress : source.contributor,
      },
    ]
  })
}

/** Every place at which a window stands in a world, in order of prior art. */
export function occurrencesOf(window: Uint8Array, { submissions }: World): Occurrence[] {
  return submissions
    .flatMap((contributions, i) =>
      contributions.flatMap(({ text }, leafIndex): Occurrence[] => {
        const offset = occurrenceIn(bytesOf(text), window)
        return offset < 0 ? [] : [{ submissionId: BigInt(i + 1), leafIndex, offset }]
      }),
    )
    .sort(comparePlaces)
}

/** First byte at which the words of a window stand in a text; -1 where they do not. */
function occurrenceIn(text: Uint8Array, window: Uint8Array): number {
  const at = ` ${ascii(text)} `.indexOf(` ${ascii(window)} `)
  return at
}

function ascii(bytes: Uint8Array): string {
  return Buffer.from(bytesToHex(bytes).slice(2), 'hex').toString('latin1')
}
