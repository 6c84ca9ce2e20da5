import { describe, expect, test } from 'vitest'
import { BinaryTextError, EmptyTextError, NotCanonicalError, NoWordsError } from '../errors/text.ts'
import { canonicalBytes, checkCanonical, decodeText } from './input.ts'

const encode = (text: string) => new TextEncoder().encode(text)

describe('input', () => {
  test('default', () => {
    expect(decodeText(encode('Größe 😀'))).toBe('Größe 😀')
    expect(decodeText(encode('\ufeffa'))).toBe('a')
    expect(canonicalBytes('Größe 😀')).toEqual(encode('größe'))
  })

  test('error: an empty text', () => {
    expect(() => decodeText(new Uint8Array(), 'a.txt')).toThrow(EmptyTextError)
    expect(() => decodeText(new Uint8Array(), 'a.txt')).toThrow('a.txt is empty: give a text with at least one word.')
  })

  test('error: binary data', () => {
    for (const bytes of [[0x61, 0], [0xff, 0xfe], [0xc3], [0xed, 0xa0, 0x80], [0xc0, 0x80]]) {
      expect(() => decodeText(Uint8Array.from(bytes))).toThrow(BinaryTextError)
    }
    expect(() => decodeText(Uint8Array.of(0), 'a.png')).toThrow('a.png is binary data: give plain text in UTF-8.')
  })

  test('error: no words', () => {
    for (const text of ['', ' \n', '…!?', '😀', '\u0378']) expect(() => canonicalBytes(text)).toThrow(NoWordsError)
    expect(() => canonicalBytes('--', 'a.txt')).toThrow('a.txt has no words: give a text with letters or numbers.')
  })

  test('error: bytes that are not canonical', () => {
    for (const text of ['', 'a', 'größe 東 京']) checkCanonical(encode(text))
    for (const text of ['A', 'a  b', ' a', 'a ', 'a,b', '東京', 'x'.repeat(65), '\ufeffa']) {
      expect(() => checkCanonical(encode(text))).toThrow(NotCanonicalError)
    }
    expect(() => checkCanonical(Uint8Array.of(0x61, 0xff))).toThrow(NotCanonicalError)
  })
})
