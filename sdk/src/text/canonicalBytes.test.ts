import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import vectors from '../../../contracts/test/vectors/texts.json' with { type: 'json' }
import { canonicalText } from '../../test/oracle/oracle.ts'
import { pieces, strings } from '../../test/oracle/texts.ts'
import { canonicalise, normalise } from './canonical.ts'
import { canonicaliseBytes } from './canonicalBytes.ts'
import { APART, FORM_FLAGS, formOf, mayJoin, SEPARATES } from './forms.ts'
import { has, lowerCaseOf, unicode } from './unicode.ts'

const encode = (text: string) => new TextEncoder().encode(text)
const decode = (bytes: Uint8Array) => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
const canonicalOf = (text: string) => decode(canonicaliseBytes(encode(text)))
/** What the bytes are to become, by way of strings. */
const expectedOf = (utf8: Uint8Array) => canonicalise(new TextDecoder().decode(utf8))

/** Every code point that can stand in UTF-8; and those that Unicode 15.0.0 or this runtime gives a meaning. */
const points = Array.from({ length: 0x110000 }, (_, point) => point).filter((point) => point >> 11 !== 0x1b)
const isNobodys = (point: number) => /[\p{Cn}\p{Co}]/u.test(String.fromCodePoint(point))
const known = points.filter((point) => !isNobodys(point) || point === 0xe000 || point === 0x10fffd)
const joining = [
  ...known.map((point) => String.fromCodePoint(point)).filter((c) => /\p{M}/u.test(c)),
  'ﾞ',
  '\u1161',
  '\u11a8',
]

/** Calls `check` with texts of a few hundred characters' contexts each: one call for each would take minutes. */
function inBatches(all: readonly number[], contextsOf: (character: string) => string, check: (text: string) => void) {
  for (let at = 0; at < all.length; at += 512) {
    const some = all.slice(at, at + 512).map((point) => String.fromCodePoint(point))
    check(some.map(contextsOf).join(''))
  }
}

describe('canonical bytes', () => {
  test('default', () => {
    expect(canonicalOf("  Hello,\tWORLD! It's 3½ o’clock… ")).toBe('hello world it s 31 2 o clock')
    expect(canonicalOf('ΟΔΥΣΣΕΥΣ, ὈΔΥΣΣΕΎΣ')).toBe('οδυσσευς ὀδυσσεύς')
    expect(canonicalOf('ﬁne ｶﾞ 😀 Größe')).toBe('fine ガ größe')
    for (const nothing of ['', ' ', '…!?', '\u0000', '\ufeff', '😀']) expect(canonicalOf(nothing)).toBe('')
  })

  test('vectors shared with the contracts', () => {
    for (const { input, output } of vectors.canonical) expect(canonicalOf(input)).toBe(output)
  })

  test('every script whose code points are words', () => {
    const samples = {
      'Han 漢字': 'han 漢 字',
      ひらがなHiragana: 'ひ ら が な hiragana',
      'カタカナ-ｶﾀｶﾅ': 'カ タ カ ナ カ タ カ ナ',
      ภาษาไทย: 'ภ า ษ า ไ ท ย',
      ພາສາລາວ: 'ພ າ ສ າ ລ າ ວ',
      ភាសាខ្មែរ: 'ភ ា ស ា ខ ្ ម ែ រ',
      မြန်မာ: 'မ ြ န ် မ ာ',
      𠀀𛀁𖿣: '𠀀 𛀁 𖿣',
    }
    for (const [text, canonical] of Object.entries(samples)) {
      expect(canonicalOf(text)).toBe(canonical)
      expect(canonicalText(text)).toBe(canonical)
    }
  })

  test('behavior: words are cut at 64 bytes, between code points, on either path', () => {
    for (const letter of ['a', 'é', 'ä\u0323', 'ﬁ', '𐐨', '한', 'Σ']) {
      for (let length = 0; length < 140; length++) {
        for (const text of [`${'a'.repeat(length)}${letter.repeat(70)}`, `b ${letter}${'c'.repeat(length)}`]) {
          expect(canonicalOf(text)).toBe(canonicalise(text))
        }
      }
    }
  })

  test('behavior: what grows has room, and what was given away stays', () => {
    const given: [Uint8Array, string][] = []
    for (const grown of ['\ufdfa', 'Ⱥ', 'ｱ', '㎏', 'ΰ\u0301', '\u0344', 'a,', 'x'.repeat(64)]) {
      for (const count of [1, 50, 3_000]) {
        for (const text of [grown.repeat(count), `${grown} `.repeat(count), 'word '.repeat(count) + grown]) {
          given.push([canonicaliseBytes(encode(text)), canonicalise(text)])
        }
      }
    }
    for (const [bytes, expected] of given) expect(decode(bytes) === expected).toBe(true)
    // Larger than the room that is kept, so that it is made, and made again, for each of these.
    for (const [grown, count] of [
      ['Many words, and a “few” more. ', 35_000],
      ['ｱ', 300_000],
      ['Ⱥx ', 300_000],
      ['\ufdfa ', 40_000],
    ] as const) {
      const text = `First ${grown.repeat(count)}`
      expect(canonicalOf(text) === canonicalise(text)).toBe(true)
    }
  })
})

describe('canonical bytes of every code point', () => {
  test('alone', () => {
    for (const point of known) {
      const character = String.fromCodePoint(point)
      if (canonicalOf(character) !== canonicalise(character)) expect(canonicalOf(character)).toBe(point.toString(16))
    }
  })

  test('between letters, beside marks, around sigmas, at cuts; and canonical text is its own', () => {
    const contextsOf = (c: string) =>
      // There are so many ideographs, and of each the same is to be said.
      /\p{Unified_Ideograph}/u.test(c)
        ? ` a${c}B ${c}\u0301 Α${c}Σ\t${c}\u0338${c}`
        : ` a${c}B ${c}\u0301 \u0323${c}\n${c}\u0338 e\u0301${c}e Α${c}Σ ΑΣ${c} ΑΣ${c}Α Σ${c}\t${c}${c} 1${c}한\u11a8${c}ﾞ\r가${c} ᄀ${c}`
    inBatches(known, contextsOf, (text) => {
      const canonical = canonicalise(text)
      expect(canonicalOf(text) === canonical).toBe(true)
      expect(canonicalOf(canonical) === canonical).toBe(true)
    })
  })

  test('that nobody knows yet', () => {
    const unknown = points.filter((point) => has(point, unicode.unassigned))
    inBatches(
      unknown,
      (c) => `a${c}`,
      (text) => {
        expect(canonicalOf(text)).toBe('a '.repeat([...text].length / 2).trim())
      },
    )
  })

  test('that follow one another: all pairs of what is unusual', () => {
    const unusual = [...new Set([...pieces.flatMap((piece) => [...piece]), ...'가각ΑάΣσ’·:\u0345\u0130\u0307ǆꞌͺ¨´ﬅ'])]
    for (const first of unusual) {
      const text = unusual.map((second) => `${first}${second} x${first}${second}Σ\u0007${second} ${first}`).join('')
      expect(canonicalOf(text)).toBe(canonicalise(text))
    }
  })
})

describe('what the fast path stands on', () => {
  test('the canonical text of a form that is not apart never joins what stands before it', () => {
    for (const point of points) {
      if (formOf(point) === APART || has(point, unicode.unassigned)) continue
      const character = String.fromCodePoint(point)
      const steps = [character.normalize('NFKC'), normalise(character)]
      const first = steps.map((step) => step.codePointAt(0)!)
      if (first.some(mayJoin) || steps.join('').includes('Σ')) expect(point.toString(16)).toBe('apart')
    }
  })

  test('what composes with something before it is known to', () => {
    for (const point of points) {
      if (has(point, unicode.unassigned)) continue
      const [, ...others] = Array.from(String.fromCodePoint(point).normalize('NFD'), (c) => c.codePointAt(0)!)
      if (!others.every(mayJoin)) expect(point.toString(16)).toBe('made of what joins')
    }
  })

  test('a form is the canonical text of its code point', () => {
    for (const point of known) {
      const form = formOf(point)
      if (form === APART) continue
      const expected = form === SEPARATES ? '' : String.fromCodePoint(form >>> FORM_FLAGS)
      if (canonicalise(String.fromCodePoint(point)) !== expected) expect(point.toString(16)).toBe(expected)
    }
  })

  test('nothing reaches across an ASCII space or control', () => {
    for (let point = 0; point <= 0x20; point++) {
      const character = String.fromCodePoint(point)
      expect(has(point, unicode.cased | unicode.caseIgnorable | unicode.word)).toBe(false)
      expect(lowerCaseOf(point)).toBe(undefined)
      for (const form of ['NFKC', 'NFKD'] as const) {
        const together = joining.map((mark) => `e${character}${mark}q`).join('')
        const apart = joining.map((mark) => `e${character}${mark.normalize(form)}q`).join('')
        expect(together.normalize(form) === apart).toBe(true)
      }
    }
  })
})

describe('canonical bytes of any bytes', () => {
  test('behavior: any text, in any pieces', () => {
    const space = fc.constantFrom(' ', ' ', '\n', '\t ', ', ', '\u0000', '\u007f', '\u00a0', '\u3000', '')
    const texts = fc.array(fc.tuple(strings, space), { maxLength: 8 }).map((parts) => parts.flat().join(''))
    fc.assert(
      fc.property(texts, (text) => {
        const canonical = canonicalOf(text)
        expect(canonical).toBe(canonicalText(text))
        expect(canonical).toBe(canonicalise(text))
        expect(canonicalOf(canonical)).toBe(canonical)
      }),
      { numRuns: 4_000 },
    )
  })

  test('behavior: any bytes are what a decoder makes of them', () => {
    const some = [...pieces, '\ufeff', '\u{10ffff}', 'a', 'B '].map((piece) => [...encode(piece)])
    const invalid = [
      [0xc0, 0x80],
      [0xc3],
      [0xe2, 0x80],
      [0xed, 0xa0, 0x80],
      [0xf0, 0x9f, 0x98],
      [0xf4, 0x90, 0x80, 0x80],
    ]
    const part = fc.oneof(
      fc.constantFrom(...some, ...invalid, [0x80], [0xff], [0x20]),
      fc.array(fc.integer({ min: 0x78, max: 0xff }), { maxLength: 4 }),
      fc.array(fc.nat(0xff), { maxLength: 4 }),
    )
    const bytes = fc.array(part, { maxLength: 10 }).map((parts) => Uint8Array.from(parts.flat()))
    fc.assert(
      fc.property(bytes, (utf8) => {
        expect(decode(canonicaliseBytes(utf8))).toBe(expectedOf(utf8))
      }),
      { numRuns: 10_000 },
    )
  })

  test('behavior: every pair of bytes, and every kind of three and four, whole and cut short', () => {
    const bytes = [...Array(256).keys()]
    const second = [0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc3]
    const check = (...each: number[]) => {
      for (const utf8 of [Uint8Array.of(...each), Uint8Array.of(0x61, ...each, 0x62)]) {
        const expected = expectedOf(utf8)
        if (decode(canonicaliseBytes(utf8)) !== expected) expect(utf8.join(' ')).toBe(expected)
      }
    }
    for (const a of bytes) for (const b of bytes) check(a, b)
    for (const a of bytes.slice(0xdf)) {
      for (const b of second) {
        for (const c of second) {
          check(a, b, c)
          if (a >= 0xef) for (const d of second) check(a, b, c, d)
        }
      }
    }
  })

  test('behavior: a view into other bytes is all that is read', () => {
    const bytes = encode('xé e\u0301 Σ\u0301x')
    for (let from = 0; from < bytes.length; from++) {
      for (let to = from; to <= bytes.length; to++) {
        const view = bytes.subarray(from, to)
        expect(decode(canonicaliseBytes(view))).toBe(expectedOf(view.slice()))
      }
    }
  })
})
