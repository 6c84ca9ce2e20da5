import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Act, actsInOrder } from '../../script/loop/acts.ts'
import { DATANETS, MOST_BYTES, readCorpus } from '../../script/loop/corpus.ts'
import questions from '../../script/loop/questions.json' with { type: 'json' }

const corpus = readCorpus(join(import.meta.dirname, '../..'))

test('the installed packages make a corpus of four datanets', () => {
  expect(corpus.packages).toBeGreaterThanOrEqual(150)
  const names = new Set(corpus.files.map(({ datanet }) => datanet))
  expect(names).toEqual(new Set(DATANETS.map(({ name }) => name)))
  for (const { author, text } of corpus.files) {
    expect(author).toMatch(/^[^<(]+$/)
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(MOST_BYTES)
  }
})

test('the corpus has the same order whenever it is read, of two versions the older first', () => {
  expect(readCorpus(join(import.meta.dirname, '../..'))).toEqual(corpus)
  const versions = corpus.files
    .filter((file) => file.package === 'semver')
    .map(({ version }) => Number.parseInt(version, 10))
  expect(versions.length).toBeGreaterThan(1)
  expect(versions).toEqual([...versions].sort((a, b) => a - b))
})

test('there are twenty questions, and each of the files that should answer them is in the corpus', () => {
  expect(questions).toHaveLength(20)
  for (const { package: name, file } of questions) {
    expect(
      corpus.files.some(({ package: found, path }) => found === name && path === file),
      `${name}/${file}`,
    ).toBe(true)
  }
})

test('the seed draws the order of the acts, which always are the same', () => {
  const sorted = (acts: Act[]) => [...acts].sort()
  const orders = [1, 2, 3, 4, 5, 6, 7, 8].map(actsInOrder)
  expect(actsInOrder(1)).toEqual(orders[0])
  expect(new Set(orders.map(String)).size).toBeGreaterThan(2)
  const all = ['false contributor', 'honest', 'honest', 'invented answers', 'own copy', 'own payout']
  for (const acts of orders) expect(sorted(acts)).toEqual(all)
})
