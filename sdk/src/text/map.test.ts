import unassigned from '@unicode/unicode-15.0.0/General_Category/Unassigned/regex.mjs'
import han from '@unicode/unicode-15.0.0/Script/Han/regex.mjs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { strings } from '../../test/oracle/texts.ts'
import { canonicalise } from './canonical.ts'
import { canonicaliseWithMap } from './map.ts'

/** Every character of Unicode 15.0.0 but those of Han, a few hundred at a time. */
const characters = Array.from({ length: 0x110000 }, (_, point) => String.fromCodePoint(point))
const assigned = characters.filter((c) => !unassigned.test(c) && !han.test(c) && !/\p{Co}/u.test(c))
const batches = Array.from({ length: Math.ceil(assigned.length / 256) }, (_, i) =>
  assigned.slice(i * 256, i * 256 + 256),
)

describe('canonical text with its map', () => {
  test('default', () => {
    const text = 'The “ﬁrst” of\n  3½—東京!'
    const { canonical, words } = canonicaliseWithMap(text)
    expect(canonical).toBe('the first of 31 2 東 京')
    expect(words.map(({ start, end }) => text.slice(start, end))).toEqual(['The', 'ﬁrst', 'of', '3½', '½', '東', '京'])
  })

  test('behavior: each word is the canonical text of its stretch, or one of several that a character makes', () => {
    fc.assert(
      fc.property(strings, (text) => {
        const { canonical, words } = canonicaliseWithMap(text)
        const expected = canonical === '' ? [] : canonical.split(' ')
        expect(words.length).toBe(expected.length)
        for (const [i, { start, end }] of words.entries()) {
          expect(start < end && end <= text.length && start >= (words[i - 1]?.start ?? 0)).toBe(true)
          const stretch = canonicalise(text.slice(start, end))
          // A sigma's form depends on what stands around it; cut words depend on where they began.
          expect(stretch.replaceAll('ς', 'σ').replaceAll(' ', '')).toContain(expected[i]!.replaceAll('ς', 'σ'))
        }
      }),
      { numRuns: 5_000 },
    )
  })

  test('behavior: a mark, a half or a vowel never parts from what it normalises with', () => {
    for (const batch of batches) {
      const text = batch.map((c) => `a${c}e\u0301 か${c} \u1112${c}`).join(' ')
      const { canonical, words } = canonicaliseWithMap(text)
      expect(words.length).toBe(canonical.split(' ').length)
    }
  })
})
