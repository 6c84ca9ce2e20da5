import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createDuplicateFilter, DuplicateOptionsError } from './filter.ts'
import { createSigner } from './minhash.ts'
import { shinglesOf } from './shingles.ts'

const seed = Uint8Array.from({ length: 16 }, (_, i) => 17 * i + 3)
const bytes = (text: string) => new TextEncoder().encode(text)
/** Words that stand nowhere else. */
const wordsFrom = (first: number, count: number) => Array.from({ length: count }, (_, i) => `w${first + i}`)

describe('shinglesOf', () => {
  test('default', () => {
    expect([...shinglesOf(bytes('a b c a b c'), 3)]).toEqual(['a b c', 'b c a', 'c a b'])
  })

  test('behavior: a short text is one shingle, and one without words has none', () => {
    expect([...shinglesOf(bytes('a b'), 3)]).toEqual(['a b'])
    expect([...shinglesOf(bytes('  '), 3)]).toEqual([])
  })
})

describe('createSigner', () => {
  test('behavior: as many values agree as the Jaccard index says', () => {
    const count = 2_000
    const sign = createSigner(seed, count, 3)
    for (const common of [0, 100, 250, 400, 500]) {
      const one = bytes([...wordsFrom(0, common), ...wordsFrom(1_000, 500 - common)].join(' '))
      const other = bytes([...wordsFrom(0, common), ...wordsFrom(2_000, 500 - common)].join(' '))
      const [a, b] = [shinglesOf(one, 3), shinglesOf(other, 3)]
      const both = [...a].filter((shingle) => b.has(shingle)).length
      const jaccard = both / (a.size + b.size - both)
      const [left, right] = [sign(one), sign(other)]
      const equal = left.filter((value, i) => value === right[i]).length / count
      expect(Math.abs(equal - jaccard), `${equal} beside ${jaccard}`).toBeLessThan(0.05)
    }
  })

  test('behavior: another seed signs otherwise', () => {
    const text = bytes(wordsFrom(0, 50).join(' '))
    const other = createSigner(seed.toReversed(), 20, 3)(text)
    expect(createSigner(seed, 20, 3)(text)).not.toEqual(other)
    expect(createSigner(seed, 20, 3)(text)).toEqual(createSigner(seed, 20, 3)(text))
  })
})

describe('createDuplicateFilter', () => {
  test('default', () => {
    const filter = createDuplicateFilter({ seed })
    const text = wordsFrom(0, 100)
    expect(filter.offer(bytes(text.join(' ')))).toBeUndefined()
    expect(filter.offer(bytes(wordsFrom(500, 100).join(' ')))).toBeUndefined()
    expect(filter.offer(bytes(text.join(' ')))).toEqual({ of: 0, share: 1 })
    expect(filter.offer(bytes(text.with(50, 'other').join(' ')))).toEqual({ of: 0, share: 95 / 98 })
    expect(filter.offer(bytes(''))).toBeUndefined()
  })

  test('behavior: a longer text is kept whatever was taken from it before, a part of a kept one is not', () => {
    const filter = createDuplicateFilter({ seed })
    const text = wordsFrom(0, 300)
    const offered = [text.slice(100, 220), text, text.slice(0, 250)].map((words) =>
      filter.offer(bytes(words.join(' '))),
    )
    expect(offered).toEqual([undefined, undefined, { of: 1, share: 1 }])
  })

  test('behavior: what is left out has the share of its shingles in the text named, which is kept', () => {
    const word = fc.constantFrom('a', 'b', 'c', 'd', 'e')
    const texts = fc.array(fc.array(word, { maxLength: 12 }), { maxLength: 12 })
    fc.assert(
      fc.property(texts, fc.constantFrom(0.2, 0.5, 0.9), (drawn, share) => {
        const all = drawn.map((words) => bytes(words.join(' ')))
        const filter = createDuplicateFilter({ seed, share, shingleWords: 2 })
        const found = all.map((text) => filter.offer(text))
        found.forEach((duplicate, i) => {
          if (!duplicate) return
          expect(duplicate.of).toBeLessThan(i)
          expect(found[duplicate.of]).toBeUndefined()
          const [own, other] = [shinglesOf(all[i]!, 2), shinglesOf(all[duplicate.of]!, 2)]
          const common = [...own].filter((shingle) => other.has(shingle)).length
          expect(duplicate.share).toBe(common / own.size)
          expect(duplicate.share).toBeGreaterThanOrEqual(share)
        })
        // Equal texts have equal signatures: of each only the first can be kept.
        const keys = drawn.map((words) => words.join(' '))
        keys.forEach((key, i) => {
          if (key !== '' && keys.indexOf(key) < i) expect(found[i], key).toBeDefined()
        })
      }),
      { numRuns: 50 },
    )
  })

  test('error: options that no filter can have', () => {
    for (const wrong of [{ bands: 0 }, { rows: 1.5 }, { shingleWords: -1 }, { share: 0 }, { share: 1.1 }]) {
      expect(() => createDuplicateFilter({ seed, ...wrong })).toThrow(DuplicateOptionsError)
    }
    expect(() => createDuplicateFilter({ seed: seed.subarray(1) })).toThrow(DuplicateOptionsError)
  })
})
