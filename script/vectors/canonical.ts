import { bytesToHex } from 'viem'
import { canonicalise } from '../../sdk/src/text/index.ts'
import { has, unicode } from '../../sdk/src/text/unicode.ts'

/** Words and characters of many scripts, with marks, case, width, separators and what is not assigned. */
// biome-ignore format: a line for each sort
const pieces = [
  'word', 'Two Words', 'ΟΔΟΣ', 'Straße', 'ﬁne', '½', '²³', 'İ', 'Ⅻ', 'x'.repeat(63), 'y'.repeat(64), 'z'.repeat(131), // Latin and Greek
  'é'.repeat(33), 'e\u0301', 'a\u0323\u0302', 'q\u0301'.repeat(40), '\u0345', '\u0301', 'c\u200dd', 'e\u00adf', // marks
  '東京タワー', '々', '〇', '㎏', 'ｶﾞ', 'か\u3099', 'あ\u3099', 'ヷ', '𠮷野', '𛀁', '〆', '漢字2階', '㍿', // Han and kana
  'ภาษาไทย', 'กำ', '๎', '๓', 'ພາສາລາວ', 'ຳ', '໓', 'ភាសាខ្មែរ', '៣', 'မြန်မာ', '၃', 'ꩠ', 'ꧠ', // Thai, Lao, Khmer, Myanmar
  'العربية', '٣', 'हिन्दी', '한국어', 'ᄒ\u1161\u11a8', 'עברית', 'Ꭰ', 'ⴀ', '𐐀'.repeat(17), '𝐀', '𑄶', // others
  '…!?', ' ', '\t\n', "'", '-', '。', '😀', '\ufdd0', '\ue000', '\u0378', '\ud800', '\u0000', '\u007f', '\u{10ffff}', // separators
]

/** Numbers below `most` that are the same in every run. */
function pseudoRandom(seed: number): (most: number) => number {
  let state = seed
  return (most) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * most)
  }
}

/** Pieces one after the other, with or without a space. */
function mixture(seed: number): string {
  const random = pseudoRandom(seed)
  return Array.from({ length: 4 + random(16) }, () => `${pieces[random(pieces.length)]}${random(2) ? ' ' : ''}`).join(
    '',
  )
}

/** [first, last] of each range of the scripts whose code points stand alone. */
function lonelyRanges(): [number, number][] {
  const ranges: [number, number][] = []
  for (let point = 0; point < 0x110000; point++) {
    if (!has(point, unicode.lonely)) continue
    const range = ranges.at(-1)
    if (range?.[1] === point - 1) range[1] = point
    else ranges.push([point, point])
  }
  return ranges
}

/** Canonical texts, of which no evidence can say otherwise, and the scripts whose code points stand alone. */
export function canonicalVectors() {
  const ranges = lonelyRanges()
  // The ends of each range among letters of another script; those that are no letters, marks or numbers vanish.
  const bounds = ranges.map((points) => points.map((point) => `a${String.fromCodePoint(point)}b`).join(''))
  const inputs = [
    ...pieces,
    ...Array.from({ length: 5 }, (_, i) => bounds.filter((_, at) => at % 5 === i).join('')),
    ...Array.from({ length: 40 }, (_, i) => mixture(i + 1)),
  ]
  const texts = [...new Set(inputs.map(canonicalise))].filter((text) => text !== '')
  return { lonely: ranges.flat(), texts: texts.map((text) => bytesToHex(new TextEncoder().encode(text))) }
}
