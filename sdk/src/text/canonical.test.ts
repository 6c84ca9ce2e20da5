import unassigned from '@unicode/unicode-15.0.0/General_Category/Unassigned/regex.mjs'
import han from '@unicode/unicode-15.0.0/Script/Han/regex.mjs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalText } from '../../test/oracle/oracle.ts'
import { strings } from '../../test/oracle/texts.ts'
import { canonicalise } from './canonical.ts'

const characters = Array.from({ length: 0x110000 }, (_, point) => String.fromCodePoint(point))
const ideographs = characters.filter((character) => han.test(character))

/** Every character of Unicode 15.0.0 but those of Han, a few hundred at a time: a space keeps them apart. */
const assigned = characters.filter((c) => !unassigned.test(c) && !han.test(c) && !/\p{Co}/u.test(c))
const batches = Array.from({ length: Math.ceil(assigned.length / 256) }, (_, i) =>
  assigned.slice(i * 256, i * 256 + 256),
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
