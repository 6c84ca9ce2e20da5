import unassigned from '@unicode/unicode-15.0.0/General_Category/Unassigned/regex.mjs'
import han from '@unicode/unicode-15.0.0/Script/Han/regex.mjs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalText } from '../../test/oracle/oracle.ts'
import { canonicalise } from './canonical.ts'
import { canonicaliseWithMap } from './map.ts'

const characters = Array.from({ length: 0x110000 }, (_, point) => String.fromCodePoint(point))
const ideographs = characters.filter((character) => han.test(character))

/** Every character of Unicode 15.0.0 but those of Han, a few hundred at a time: a space keeps them apart. */
const assigned = characters.filter((c) => !unassigned.test(c) && !han.test(c) && !/\p{Co}/u.test(c))
const batches = Array.from({ length: Math.ceil(assigned.length / 256) }, (_, i) =>
  assigned.slice(i * 256, i * 256 + 256),
)

/** Strings of what normalises, folds or separates in unusual ways, among plain ones. */
const pieces = [
  ..."aB 9-'.\nΣσςΑİıǅßẞﬁ½²㎏Ａｶﾞががあ゙한ᄒ\u1161\u11a8\u0301\u0345\u0323\u0338\u3099\u00ad\u034f\u200d<=่ำกะลាက漢字、。 ٣ก๎ຳ",
  'ʰ',
  'e\u0301',
  '\ud800',
  '\udc00',
  '\u0378',
  '\u{10ffff}',
  '\u{1ccd6}',
  '𝐀',
  '𐐀',
  '\u{16d6b}',
  '😀',
  'word',
  'ΟΔΟΣ',
  'x'.repeat(63),
  'é'.repeat(33),
]
const strings = fc.oneof(
  fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 20 }).map((units) => String.fromCharCode(...units)),
)

describe('canonical text', () => {
  test('default', () => {
    expect(canonicalise("  Hello,\tWORLD! It's 3½ o’clock… ")).toBe('hello world it s 31 2 o clock')
    expect(canonicalise('ΟΔΥΣΣΕΥΣ, ὈΔΥΣΣΕΎΣ')).toBe('οδυσσευς ὀδυσσεύς')
    expect(canonicalise('İstanbul')).toBe('i̇stanbul')
    expect(canonicalise('東京タワー2階')).toBe('東 京 タ ワ ー2 階')
    expect(canonicalise('ﬁne ｶﾞ')).toBe('fine ガ')
    expect(canonicalise('…!?')).toBe('')
    expect(canonicalise('')).toBe('')
  })

  test('behavior: a word of more than 64 bytes is cut between code points', () => {
    expect(canonicalise('a'.repeat(64))).toBe('a'.repeat(64))
    expect(canonicalise('a'.repeat(130))).toBe(`${'a'.repeat(64)} ${'a'.repeat(64)} aa`)
    expect(canonicalise(`a${'é'.repeat(33)}`)).toBe(`a${'é'.repeat(31)} éé`)
    expect(canonicalise('𐐨'.repeat(17))).toBe(`${'𐐨'.repeat(16)} 𐐨`)
  })

  test('behavior: what Unicode 15.0.0 did not assign separates, whatever the runtime knows', () => {
    expect(canonicalise('a\u{16d6b}b')).toBe('a b')
    const separators = characters.filter((character) => unassigned.test(character))
    expect(
      canonicalise(separators.map((character) => `a${character}`).join('')) === 'a '.repeat(separators.length).trim(),
    ).toBe(true)
    expect(canonicalise('a\u0378b\ud800c\udc00d\ufdd0e')).toBe('a b c d e')
  })

  test('behavior: letters of Han are words', () => {
    const text = ideographs.join('')
    expect(canonicalise(text) === canonicalText(text)).toBe(true)
    const isLonely = (word: string) => [...word].length === 1
    expect(canonicalise(text).split(' ').every(isLonely)).toBe(true)
  })

  test('behavior: every other code point, alone and between others, is as the definition has it', () => {
    for (const batch of batches) {
      const text = batch.map((c) => `${c} a${c}B\u0301 ΑΣ${c} ΑΣ${c}Α Α${c}Σ`).join(' ')
      const canonical = canonicalise(text)
      expect(canonical).toBe(canonicalText(text))
      expect(canonicalise(canonical)).toBe(canonical)
    }
  })

  test('behavior: any string is as the definition has it, and canonical text is its own', () => {
    fc.assert(
      fc.property(strings, (text) => {
        const canonical = canonicalise(text)
        expect(canonical).toBe(canonicalText(text))
        expect(canonicalise(canonical)).toBe(canonical)
        expect(new TextDecoder().decode(new TextEncoder().encode(canonical))).toBe(canonical)
      }),
      { numRuns: 5_000 },
    )
  })
})

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
