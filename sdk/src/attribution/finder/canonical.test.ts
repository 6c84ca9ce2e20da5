import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bytesOf } from '../../../test/world.ts'
import { canonicalise } from '../../text/index.ts'
import { irregularities } from './canonical.ts'

const found = (bytes: Uint8Array) => [...irregularities(bytes)].map(({ reason, position }) => `${reason} ${position}`)
const hex = (digits: string) => Uint8Array.from(digits.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))

describe('irregularities', () => {
  test.each<[string, Uint8Array, string[]]>([
    ['nothing', bytesOf(''), []],
    ['words', bytesOf('one two 3'), []],
    ['a capital letter', bytesOf('one Two'), ['Character 4']],
    ['a full stop', bytesOf('one.'), ['Character 3']],
    ['a tab and a zero', bytesOf('a\t\0'), ['Character 1', 'Character 2']],
    ['a space at either end', bytesOf(' one '), ['Spacing 0', 'Spacing 4']],
    ['two spaces', bytesOf('one  two'), ['Spacing 3']],
    ['a space alone', bytesOf(' '), ['Spacing 0']],
    ['a word of 64 bytes', bytesOf('x'.repeat(64)), []],
    ['a word of 65 bytes', bytesOf(`a ${'x'.repeat(65)} b`), ['LongWord 2']],
    ['a long word, once', bytesOf('x'.repeat(300)), ['LongWord 0']],
    ['a long word of letters of two bytes', bytesOf(`a${'é'.repeat(32)}`), ['LongWord 0']],
    ['letters of two bytes', bytesOf('é'.repeat(32)), []],
    ['Han alone', bytesOf('東 京'), []],
    ['Han together', bytesOf('東京'), ['Script 0', 'Script 3']],
    ['Han beside a letter', bytesOf('a東'), ['Script 1']],
    ['Katakana before a digit', bytesOf('ア1'), ['Script 0']],
    ['a continuation byte alone', hex('6180'), ['Encoding 1']],
    ['a continuation byte too many', hex('c3a9a9'), ['Encoding 2']],
    ['a leading byte at the end', hex('61c3'), ['Encoding 1']],
    ['a leading byte before a letter', hex('c361'), ['Encoding 0']],
    // What the leading byte reaches is shown at that one.
    ['a code point that breaks off', hex('e0a061'), ['Encoding 0']],
    ['bytes that UTF-8 never has', hex('c061c161f561ff'), ['Encoding 0', 'Encoding 2', 'Encoding 4', 'Encoding 6']],
    ['overlong in three bytes', hex('e08080'), ['Encoding 0']],
    ['overlong in four bytes', hex('f0808080'), ['Encoding 0']],
    ['a surrogate', hex('eda080'), ['Encoding 0']],
    ['above U+10FFFF', hex('f4908080'), ['Encoding 0']],
    ['the last code point', hex('f48fbfbf'), []],
  ])('%s', (_, bytes, expected) => {
    expect(found(bytes)).toEqual(expected)
  })

  test('finds none in canonical text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        expect(found(bytesOf(canonicalise(text)))).toEqual([])
      }),
      { numRuns: 2_000 },
    )
  })

  test('tells well-formed bytes as the runtime does', () => {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
    const isText = (bytes: Uint8Array) => {
      try {
        decoder.decode(bytes)
        return true
      } catch {
        return false
      }
    }
    const byte = fc.oneof(
      fc.constantFrom(0x61, 0x80, 0xbf, 0xc2, 0xe0, 0xed, 0xef, 0xf0, 0xf4),
      fc.integer({ min: 0, max: 255 }),
    )
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 8 }), (bytes) => {
        const text = Uint8Array.from(bytes)
        expect(found(text).some((it) => it.startsWith('Encoding'))).toBe(!isText(text))
      }),
      { numRuns: 20_000 },
    )
  })
})
