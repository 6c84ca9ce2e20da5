import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { attributeOutput } from '../../src/attribution/attribute.ts'
import { addContribution, createWindowIndex, mergeIndexes } from '../../src/attribution/windowIndex.ts'
import { withFault } from './faults.ts'
import { agreesWithOracle } from './property.ts'

const engine = { createWindowIndex, addContribution, mergeIndexes, attributeOutput }

describe('attribution against a reading of the rule word by word', () => {
  test('behavior: owners agree on any corpus, however it is indexed', () => {
    fc.assert(agreesWithOracle(engine), { numRuns: 3_000 })
  })

  test('behavior: the oracle is short and imports nothing of the library', () => {
    const oracle = readFileSync(new URL('oracle.ts', import.meta.url), 'utf8')
    expect(oracle.split('\n').length).toBeLessThanOrEqual(100)
    expect(oracle).not.toMatch(/from '\.|import\(/)
  })
})

describe('the comparison finds a fault of one in the engine', () => {
  test('a copy without a fault has none', async () => {
    await withFault({ file: 'attribute.ts', sound: 'longestRun(answer, ', faulty: 'longestRun(answer, ' }, (engine) => {
      fc.assert(agreesWithOracle(engine), { numRuns: 500 })
    })
  })

  test.each([
    ['windows of a word less', 'windowIndex.ts', 'return { windowWords,', 'return { windowWords: windowWords - 1,'],
    ['windows of a word more', 'windowIndex.ts', 'return { windowWords,', 'return { windowWords: windowWords + 1,'],
    [
      'no last window of a source',
      'windowIndex.ts',
      'first + index.windowWords <= words',
      'first + index.windowWords < words',
    ],
    ['no first window of a source', 'windowIndex.ts', 'let first = 0', 'let first = 1'],
    ['the last source', 'windowIndex.ts', '?.find(', '?.findLast('],
    ['sources in another order', 'windowIndex.ts', 'occurrence.contribution) < 0', 'occurrence.contribution) > 0'],
    ['revoked sources that own nothing', 'windowIndex.ts', "!== 'None'", "=== 'Eligible'"],
    ['what is not accepted owns', 'windowIndex.ts', "!== 'None'", "!== 'Revoked'"],
    ['no last window of the output', 'owners.ts', 'first + windowWords <= words', 'first + windowWords < words'],
    ['no first window of the output', 'owners.ts', 'let first = 0', 'let first = 1'],
    ['a window without its first word', 'owners.ts', 'let i = first', 'let i = first + 1'],
    ['a window without its last word', 'owners.ts', 'i < first + windowWords', 'i < first + windowWords - 1'],
    ['a window with a word more', 'owners.ts', 'i < first + windowWords;', 'i <= first + windowWords;'],
    ['the latest window', 'owners.ts', 'comparePlaces(occurrence, owner) < 0', 'comparePlaces(occurrence, owner) > 0'],
    ['revoked sources that earn', 'attribute.ts', "=== 'Eligible'", "!== 'None'"],
    ['a credit into the words of others', 'attribute.ts', 'isOwned(last + 1) && ', ''],
    ['a credit that stops a word early', 'attribute.ts', 'words[credited.last]', 'words[credited.last - 1]'],
    ['a support of a word less', 'attribute.ts', '+ 1 < windowWords', '+ 2 < windowWords'],
    ['credits that overlap', 'attribute.ts', 'word = run.credited.last', 'word = (word + run.credited.last) >> 1'],
    [
      'an offset of a byte more',
      'attribute.ts',
      'offset: BigInt(matchStart + alignment)',
      'offset: BigInt(matchStart + alignment + 1)',
    ],
  ])('%s', async (_, file, sound, faulty) => {
    await withFault({ file, sound, faulty }, (engine) => {
      expect(fc.check(agreesWithOracle(engine), { numRuns: 20_000, endOnFailure: true, seed: 1 }).failed).toBe(true)
    })
  })
})
