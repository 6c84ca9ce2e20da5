import { numberToHex } from 'viem'
import { expect, test } from 'vitest'
import { ArtifactError, buildArtifact, decodeArtifact, encodeArtifact, type Source } from './artifact.ts'
import { MOST_WORDS } from './passages.ts'
import { answer, loadRetrieval } from './search.ts'
import { countWords, termsOf } from './terms.ts'

const texts = [
  '# cache\n\nThe cache deletes the items that were used least recently.\n\n## Expiry\n\nExpired items stay until they are asked for, unless ttlAutopurge is set.',
  '# watcher\n\nThe watcher reports changed files. Set awaitWriteFinish to wait until a write is finished.',
  '# copy of the watcher\n\nThe watcher reports changed files. Set awaitWriteFinish to wait until a write is finished.',
]
const sources = texts.map((original, leafIndex): Source => {
  return { submissionId: 1n, leafIndex, textRoot: numberToHex(leafIndex + 1, { size: 32 }), original }
})

function ask(question: string, from = sources) {
  const artifact = decodeArtifact(encodeArtifact(buildArtifact(1n, [1n], from)))
  return answer(
    loadRetrieval(
      artifact,
      from.map(({ original }) => original),
    ),
    question,
  )
}

test('the same sources give the same bytes', () => {
  const bytes = encodeArtifact(buildArtifact(7n, [1n, 2n], sources))
  expect(encodeArtifact(buildArtifact(7n, [1n, 2n], [...sources]))).toEqual(bytes)
  expect(encodeArtifact(buildArtifact(8n, [1n, 2n], sources))).not.toEqual(bytes)
})

test('the best passage comes first, in its own words', () => {
  const [best] = ask('how do I make it wait for the write to finish?')
  expect(best!.source).toBe(1)
  expect(texts[1]).toContain(best!.text)
})

test('a passage that stands in several texts is kept of the earliest', () => {
  const repeated = [
    { ...sources[1]!, leafIndex: 0 },
    { ...sources[1]!, leafIndex: 1 },
  ]
  const artifact = buildArtifact(1n, [1n], repeated)
  expect(artifact.passages.map(([source]) => source)).toEqual([0])
})

test('an answer has at most 120 words', () => {
  const long = Array.from({ length: 30 }, (_, i) => `## Part ${i}\n\ncache expiry ${'word '.repeat(i)}`).join('\n\n')
  const found = ask('cache expiry', [{ ...sources[0]!, original: long }])
  expect(found.length).toBeGreaterThan(0)
  expect(found.reduce((sum, { text }) => sum + countWords(text), 0)).toBeLessThanOrEqual(MOST_WORDS)
})

test('nothing answers a question that shares no term with the texts', () => {
  expect(ask('zebra')).toEqual([])
  expect(ask('the of and')).toEqual([])
})

test('terms are stems, with the parts of compound names, without addresses and tags', () => {
  expect(termsOf('Setting <b>maxBodyLength</b>: see [docs](https://example.org/page)')).toEqual(
    termsOf('set maxbodylength max body length see docs'),
  )
})

test('error: bytes that are no artifact', () => {
  for (const bytes of ['', '{}', 'null', '{"format":"openledger-retrieval/2"}']) {
    expect(() => decodeArtifact(new TextEncoder().encode(bytes))).toThrow(ArtifactError)
  }
})
