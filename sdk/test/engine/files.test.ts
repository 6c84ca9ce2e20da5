import { rmSync } from 'node:fs'
import { numberToHex } from 'viem'
import { describe, expect, test } from 'vitest'
import { attributeOutput } from '../../src/attribution/attribute.ts'
import type { Place } from '../../src/attribution/corpus.ts'
import { addContribution, createWindowIndex } from '../../src/attribution/windowIndex.ts'
import { attribute, attributeSync } from '../../src/engine/attribute.ts'
import {
  buildSegment,
  ContributorError,
  createHashKey,
  createIndexFolder,
  HashKeyMismatchError,
  type IndexedContribution,
  inMemory,
  LeafIndexRangeError,
  mergeSegments,
  SubmissionIdRangeError,
  type View,
} from '../../src/engine/windows/index.ts'
import { scratchFolder } from './scratch.ts'

const WINDOW_WORDS = 4
const COUNT = 700
const COMMON = 'as everybody knows who was there'

/** Numbers that look random and are the same at each run. */
function createRandom() {
  let state = 7
  return (below: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    return (state >>> 8) % below
  }
}
const random = createRandom()
const wordsOf = (count: number) =>
  Array.from({ length: count }, () => `w${random(40)}${'x'.repeat(random(20))}`).join(' ')

/** Texts of many blocks of a file, all of which hold one phrase. */
const corpus: IndexedContribution[] = Array.from({ length: COUNT }, (_, i) => ({
  submissionId: BigInt(i),
  leafIndex: 3,
  contributor: numberToHex(1 + i, { size: 20 }),
  text: new TextEncoder().encode(`${wordsOf(random(30))} ${COMMON} ${wordsOf(1 + random(30))}`.trim()),
}))

describe('files of many blocks', () => {
  test.each([32, 4])(
    'behavior: they give what memory and the plain library give, with hashes of %i bits',
    async (bits) => {
      const folder = scratchFolder()
      const key = { ...createHashKey(), bits }
      const index = createIndexFolder(folder, { windowWords: WINDOW_WORDS, key })
      try {
        const plain = createWindowIndex(WINDOW_WORDS)
        for (const contribution of corpus) addContribution(plain, contribution)
        // Every second one, so that the merged texts alternate.
        await index.append(corpus.filter((_, i) => i % 2 === 0))
        await index.append(corpus.filter((_, i) => i % 2 === 1))
        const memory = inMemory([await buildSegment(corpus, { windowWords: WINDOW_WORDS, key })])
        // Where the first 650 do not count, more than a block of entries of the phrase is passed over.
        const views = [0, 5, 650, COUNT].map(
          (first): View => ({
            standingOf: ({ submissionId }: Place) =>
              submissionId < first ? 'None' : submissionId % 3n === 0n ? 'Revoked' : 'Eligible',
          }),
        )
        const outputs = Array.from({ length: bits === 32 ? 10 : 2 }, (_, i) => {
          const quoted = corpus[(i * 97) % COUNT]!.text
          return new TextEncoder().encode(`${wordsOf(20)} ${new TextDecoder().decode(quoted)} ${wordsOf(3)} ${COMMON}`)
        })
        const compare = async () => {
          for (const view of views) {
            for (const output of outputs) {
              const credits = attributeOutput(plain, output, view.standingOf)
              expect(attributeSync(memory, output, view)).toEqual(credits)
              expect(await attribute(index, output, view)).toEqual(credits)
            }
          }
        }
        await compare()
        await index.merge({ all: true })
        await compare()
        for (const contribution of corpus.slice(0, 40))
          expect(await index.textOf(contribution)).toEqual(contribution.text)
      } finally {
        await index.close()
        rmSync(folder, { recursive: true })
      }
    },
  )
})

describe('segments', () => {
  const options = { windowWords: WINDOW_WORDS, key: createHashKey() }
  const build = (changed: Partial<IndexedContribution>) => buildSegment([{ ...corpus[0]!, ...changed }], options)

  test('behavior: contributors are kept as they were given', async () => {
    const contributor = '0xD8dA6BF26964aF9D7eEd9e03E53415D37aA96045'
    const source = inMemory([await build({ contributor, submissionId: 2n ** 63n - 1n, leafIndex: 2 ** 32 - 1 })])
    const [credit] = attributeSync(source, corpus[0]!.text, { standingOf: () => 'Eligible' })
    expect(credit).toMatchObject({ contributor, submissionId: 2n ** 63n - 1n, leafIndex: 2 ** 32 - 1 })
  })

  test('error: what has no place in an index', async () => {
    for (const submissionId of [-1n, 2n ** 63n]) {
      await expect(build({ submissionId })).rejects.toThrow(SubmissionIdRangeError)
    }
    for (const leafIndex of [-1, 0.5, 2 ** 32]) await expect(build({ leafIndex })).rejects.toThrow(LeafIndexRangeError)
    for (const contributor of ['0x', '0xg000000000000000000000000000000000000000'] as const) {
      await expect(build({ contributor })).rejects.toThrow(ContributorError)
    }
  })

  test('error: segments that were made with different keys', async () => {
    const one = await build({})
    const other = await buildSegment([corpus[1]!], { ...options, key: createHashKey() })
    await expect(mergeSegments([one, other])).rejects.toThrow(HashKeyMismatchError)
    expect(() => inMemory([one, other])).toThrow(HashKeyMismatchError)
  })

  test('behavior: an abort ends a build, by worker threads too', async () => {
    for (const workers of [0, 2]) {
      const stop = new AbortController()
      const onProgress = () => stop.abort(new Error('enough'))
      const built = buildSegment(corpus, { ...options, workers, signal: stop.signal, onProgress })
      await expect(built).rejects.toThrow('enough')
    }
  })
})
